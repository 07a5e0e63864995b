package dev.ggen.registry.app;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Everything under {@code registry} in {@code application.yml}, which has the defaults and explains
 * them.
 *
 * @param dataDir the directory of everything that this process keeps
 * @param mode which registries answer
 * @param limits how much one archive may cost
 * @param security who may do what
 * @param health when this process calls itself unwell
 * @param feed those who wait for changes
 * @param archives how archives are served
 * @param scrub when kept archives are checked
 */
@ConfigurationProperties(prefix = "registry", ignoreUnknownFields = false)
public record RegistrySettings(
    Path dataDir,
    String mode,
    LimitSettings limits,
    SecuritySettings security,
    HealthSettings health,
    FeedLimits feed,
    ArchiveSettings archives,
    ScrubSettings scrub) {

  /** The mode that this version runs in. */
  static final String CENTRAL = "central";

  /** Refuses missing values and modes that do not exist yet. */
  public RegistrySettings(
      @Nullable Path dataDir,
      @Nullable String mode,
      @Nullable LimitSettings limits,
      @Nullable SecuritySettings security,
      @Nullable HealthSettings health,
      @Nullable FeedLimits feed,
      @Nullable ArchiveSettings archives,
      @Nullable ScrubSettings scrub) {
    this.dataDir = Setting.required("registry.data-dir", dataDir);
    this.mode = Setting.required("registry.mode", mode);
    this.limits = Setting.required("registry.limits", limits);
    this.security = Setting.required("registry.security", security);
    this.health = Setting.required("registry.health", health);
    this.feed = Setting.required("registry.feed", feed);
    this.archives = Setting.required("registry.archives", archives);
    this.scrub = Setting.required("registry.scrub", scrub);
    if (!CENTRAL.equals(mode)) {
      throw new InvalidSettingException(
          "registry.mode",
          "It is '%s'; this version runs only as 'central', because it has no peers yet."
              .formatted(mode));
    }
  }
}
