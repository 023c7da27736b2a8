package org.cellsched.sim.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * The project's classes with a {@link Fault} in them: all are loaded anew, so that the changed ones
 * and the others see each other and nobody else does. Compiles the changed sources in memory, which
 * takes a second or two and a JDK.
 */
public final class FaultyClasses extends ClassLoader {

  private static final String OURS = "org.cellsched.";
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Shared: it keeps the index of the class path. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private final Map<String, byte[]> changed;

  /**
   * Compiles the sources that a fault changes against the class path of this JVM.
   *
   * @throws IllegalStateException if the sources have moved on, or do not compile with the fault
   */
  public FaultyClasses(Fault fault, Path repository) {
    super(Fault.LOADER_PREFIX + fault.name(), FaultyClasses.class.getClassLoader());
    changed = compile(fault, repository);
  }

  private static synchronized Map<String, byte[]> compile(Fault fault, Path repository) {
    List<JavaFileObject> units = new ArrayList<>();
    fault.changedSources(repository).forEach((name, text) -> units.add(new Source(name, text)));
    Map<String, ByteArrayOutputStream> written = new TreeMap<>();
    StringWriter complaints = new StringWriter();
    List<String> options =
        List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
    boolean compiled =
        COMPILER.getTask(complaints, new InMemory(written), null, options, null, units).call();
    if (!compiled) {
      throw new IllegalStateException(
          "with fault " + fault.name() + " the sources do not compile:\n" + complaints);
    }
    Map<String, byte[]> classes = new TreeMap<>();
    written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(OURS)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = changed.containsKey(name) ? changed.get(name) : unchanged(name);
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] unchanged(String name) throws ClassNotFoundException {
    String resource = name.replace('.', '/') + ".class";
    try (InputStream stream = getParent().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new ClassNotFoundException(name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
    private final Map<String, ByteArrayOutputStream> written;

    InMemory(Map<String, ByteArrayOutputStream> written) {
      super(FILES);
      this.written = written;
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location,
        String className,
        JavaFileObject.Kind kind,
        @Nullable FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
        @Override
        public OutputStream openOutputStream() {
          return written.computeIfAbsent(className, missing -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
