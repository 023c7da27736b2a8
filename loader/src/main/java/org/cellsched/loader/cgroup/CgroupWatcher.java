package org.cellsched.loader.cgroup;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that children of a cgroup come and go, or that somebody writes a child's files (inotify).
 * Says only that something changed: whoever asks lists everything anew. What a child inherits from
 * above is not noticed.
 */
public final class CgroupWatcher implements AutoCloseable {

  private final Path parent;
  private final WatchService service;
  private final SortedMap<String, WatchKey> children = new TreeMap<>();

  public CgroupWatcher(Path parent) throws IOException {
    this.parent = parent;
    this.service = parent.getFileSystem().newWatchService();
    parent.register(
        service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
  }

  /** Watches these children from now on, and no others; call it after each listing. */
  public void follow(List<String> names) throws IOException {
    List<String> gone = new ArrayList<>(children.keySet());
    gone.removeAll(names);
    gone.forEach(name -> cancel(children.remove(name)));
    for (String name : names) {
      WatchKey known = children.get(name);
      if (known == null || !known.isValid()) {
        watch(name);
      }
    }
  }

  private static void cancel(@Nullable WatchKey key) {
    if (key != null) {
      key.cancel();
    }
  }

  private void watch(String name) throws IOException {
    try {
      children.put(
          name, parent.resolve(name).register(service, StandardWatchEventKinds.ENTRY_MODIFY));
    } catch (NoSuchFileException | NotDirectoryException e) {
      // Gone already; the parent's watch tells.
      children.remove(name);
    }
  }

  /** Waits for a change, at most that long; answers whether there was one. */
  public boolean await(long timeoutNs) throws InterruptedException {
    try {
      WatchKey key = service.poll(timeoutNs, TimeUnit.NANOSECONDS);
      boolean changed = key != null;
      while (key != null) {
        key.pollEvents();
        key.reset();
        key = service.poll();
      }
      return changed;
    } catch (ClosedWatchServiceException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
