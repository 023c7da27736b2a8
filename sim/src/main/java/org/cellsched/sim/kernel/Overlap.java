package org.cellsched.sim.kernel;

/**
 * What else may happen while a callback of the scheduler runs. The kernel says where a callback
 * calls into it ({@link #boundary}), and which run queue's lock it holds; who implements this may
 * let other events of the same instant go on there.
 */
public interface Overlap {

  /** Everything runs to its end at once. */
  Overlap NONE =
      new Overlap() {
        @Override
        public void boundary() {}

        @Override
        public void lock(int cpu) {}

        @Override
        public void unlock(int cpu) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}
      };

  /** The running callback is about to call the kernel: what others do may come first. */
  void boundary();

  /** Takes the lock of the CPU's run queue, once whoever has it lets go of it. May nest. */
  void lock(int cpu);

  void unlock(int cpu);

  /**
   * From here on nothing overlaps, until {@link #resume}: it is no callback that runs. May nest.
   */
  void pause();

  void resume();
}
