package dev.ggen.registry.central.store;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Spring Data's view of the tables, one interface a table. */
final class Repositories {
  private Repositories() {}

  interface Packages extends Repository<PackageEntity, Long> {
    PackageEntity saveAndFlush(PackageEntity entity);

    Optional<PackageEntity> findByName(String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select p from PackageEntity p where p.name = :name")
    Optional<PackageEntity> lockByName(String name);

    List<PackageEntity> findByIdGreaterThanOrderById(long id, Limit limit);

    long count();
  }

  interface Versions extends Repository<VersionEntity, Long> {
    VersionEntity save(VersionEntity entity);

    Optional<VersionEntity> findByPackageIdAndVersion(long packageId, String version);

    List<VersionEntity> findByPackageId(long packageId);

    @Query(
        "select v.version from VersionEntity v where v.packageId = :packageId and v.yanked is null")
    List<String> usable(long packageId);

    boolean existsBySha256(String sha256);

    @Query(
        "select count(v) as versions, coalesce(sum(v.sizeBytes), 0) as bytes from VersionEntity v")
    Totals totals();
  }

  /** Counts over all versions. */
  interface Totals {
    long getVersions();

    long getBytes();
  }

  interface Readmes extends Repository<ReadmeEntity, Long> {
    ReadmeEntity save(ReadmeEntity entity);

    @Query(
        "select r.content from ReadmeEntity r, VersionEntity v, PackageEntity p"
            + " where r.versionId = v.id and v.packageId = p.id"
            + " and p.name = :name and v.version = :version")
    Optional<String> find(String name, String version);
  }

  interface Tags extends Repository<TagEntity, Long> {
    TagEntity save(TagEntity entity);

    List<TagEntity> findByPackageId(long packageId);

    Optional<TagEntity> findByPackageIdAndTag(long packageId, String tag);

    void delete(TagEntity entity);
  }

  interface Owners extends Repository<OwnerEntity, Long> {
    OwnerEntity save(OwnerEntity entity);

    List<OwnerEntity> findByPackageIdOrderByUserName(long packageId);

    void delete(OwnerEntity entity);
  }

  interface Downloads extends Repository<DownloadsEntity, Long> {
    DownloadsEntity save(DownloadsEntity entity);

    Optional<DownloadsEntity> findById(long packageId);

    @Modifying
    @Query(
        "update DownloadsEntity d set d.downloads = d.downloads + :count"
            + " where d.packageId = (select p.id from PackageEntity p where p.name = :name)")
    int add(String name, long count);
  }

  interface Feed extends Repository<ChangeEntity, Long> {
    ChangeEntity save(ChangeEntity entity);

    List<ChangeEntity> findBySequenceGreaterThanOrderBySequence(long sequence, Limit limit);

    @Query("select p.sequence from FeedPositionEntity p where p.id = 1")
    long position();

    @Modifying
    @Query("update FeedPositionEntity p set p.sequence = p.sequence + 1 where p.id = 1")
    int advance();
  }

  interface TokenRows extends Repository<TokenEntity, String> {
    TokenEntity save(TokenEntity entity);

    Optional<TokenEntity> findById(String id);

    Optional<TokenEntity> findBySecretHash(String secretHash);

    @Query(
        "select t from TokenEntity t where t.revokedAt is null"
            + " and (t.expiresAt is null or t.expiresAt > :now) order by t.createdAt, t.id")
    List<TokenEntity> findValid(Instant now);

    @Modifying
    @Query(
        "update TokenEntity t set t.lastUsedAt = :at where t.id = :id"
            + " and (t.lastUsedAt is null or t.lastUsedAt < :at)")
    int noteUse(String id, Instant at);
  }

  interface Audit extends Repository<AuditEntity, Long> {
    AuditEntity save(AuditEntity entity);
  }
}
