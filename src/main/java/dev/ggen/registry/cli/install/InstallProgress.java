package dev.ggen.registry.cli.install;

/** Hears how an install gets on. {@link #moved} is called by several threads at once. */
public interface InstallProgress {
  /** Hears nothing. */
  InstallProgress NONE =
      new InstallProgress() {
        @Override
        public void begin(long totalBytes) {}

        @Override
        public void moved(long bytes) {}

        @Override
        public void end() {}
      };

  /** So many bytes will be fetched. */
  void begin(long totalBytes);

  /** So many more are here; less than nothing when a download begins anew. */
  void moved(long bytes);

  /** Nothing more will come. */
  void end();
}
