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
        public void lockTask(int task) {}

        @Override
        public void unlockTask(int task) {}

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void callbackBegins() {}

        @Override
        public void callbackEnds() {}

        @Override
        public void awaitCallbacks() {}
      };

  /** The running callback is about to call the kernel: what others do may come first. */
  void boundary();

  /** Takes the lock of the CPU's run queue, once whoever has it lets go of it. May nest. */
  void lock(int cpu);

  void unlock(int cpu);

  /** Takes the lock of a task (pi_lock), which is taken before that of its CPU's run queue. */
  void lockTask(int task);

  void unlockTask(int task);

  /**
   * From here on nothing overlaps, until {@link #resume}: it is no callback that runs. May nest.
   */
  void pause();

  void resume();

  /** A callback of the scheduler begins; one within another is part of that. */
  void callbackBegins();

  void callbackEnds();

  /** Returns once the callbacks that are half done now have ended; others may begin meanwhile. */
  void awaitCallbacks();
}
