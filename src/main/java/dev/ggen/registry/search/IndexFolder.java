package dev.ggen.registry.search;

import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * The directory that an index lies in. Before it is used, every byte of the last commit is checked
 * against its checksum; what can't be read, or was written by another layout, is deleted, because
 * the database can tell it all again.
 */
final class IndexFolder {
  /** Key of a commit's {@link Fields#LAYOUT}. */
  static final String LAYOUT = "layout";

  /** Key of a commit's change sequence. */
  static final String SEQUENCE = "sequence";

  /** Key of a commit's {@link OpenIndex#origin}. */
  static final String ORIGIN = "origin";

  private static final Logger LOG = System.getLogger(IndexFolder.class.getName());
  private static final Pattern SEGMENT_LIST = Pattern.compile("(pending_)?segments_.*");

  private IndexFolder() {}

  /**
   * Makes the directory ready for an {@link IndexWriter}.
   *
   * @throws SearchIndexException if another process has it
   * @throws IOException if it can't be read or written
   */
  static Directory prepare(Path path) throws IOException {
    Files.createDirectories(path);
    Directory directory = FSDirectory.open(path);
    try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      lock.ensureValid();
      removeUnusable(directory, path);
      return directory;
    } catch (LockObtainFailedException e) {
      directory.close();
      throw new SearchIndexException(
          "The search index in '%s' is already open, in this process or another; stop that one or use another data directory."
              .formatted(path),
          e);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static void removeUnusable(Directory directory, Path path) throws IOException {
    try {
      String layout = checkedLayout(directory);
      if (layout.equals(Fields.LAYOUT)) {
        return;
      }
      LOG.log(
          Logger.Level.WARNING,
          "The search index in ''{0}'' has layout {1}, not {2}; it is built anew.",
          path,
          layout,
          Fields.LAYOUT);
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Logger.Level.WARNING,
          "The search index in '" + path + "' is damaged; it is built anew.",
          e);
    }
    wipe(directory);
  }

  /** The layout of the last commit, all of whose files are sound; this layout if there is none. */
  private static String checkedLayout(Directory directory) throws IOException {
    String commit = SegmentInfos.getLastCommitSegmentsFileName(directory);
    if (commit == null) {
      return hasIndexFiles(directory) ? "unknown" : Fields.LAYOUT;
    }
    check(directory, commit);
    SegmentInfos segments = SegmentInfos.readCommit(directory, commit);
    for (String file : segments.files(false)) {
      check(directory, file);
    }
    Map<String, String> facts = segments.getUserData();
    Long.parseLong(facts.getOrDefault(SEQUENCE, ""));
    return facts.getOrDefault(LAYOUT, "unknown");
  }

  private static void check(Directory directory, String file) throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(input);
    }
  }

  private static boolean hasIndexFiles(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      if (isIndexFile(file)) {
        return true;
      }
    }
    return false;
  }

  private static void wipe(Directory directory) throws IOException {
    for (String file : directory.listAll()) {
      if (isIndexFile(file)) {
        directory.deleteFile(file);
      }
    }
  }

  private static boolean isIndexFile(String file) {
    return IndexFileNames.CODEC_FILE_PATTERN.matcher(file).matches()
        || SEGMENT_LIST.matcher(file).matches();
  }
}
