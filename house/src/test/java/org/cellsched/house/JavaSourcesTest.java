package org.cellsched.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules on how the Java sources read, production and tests alike, judged on javac's own trees. */
final class JavaSourcesTest {

  /** A method fits one screen. */
  private static final int LONGEST_METHOD_LINES = 60;

  /** Raise it now and then: fewer methods than this, and the parser was given the wrong files. */
  private static final int METHODS_AT_LEAST = 100;

  private static int methodsSeen;
  private static final List<String> TOO_LONG = new ArrayList<>();
  private static final List<String> UNSTABLE_VERTICES = new ArrayList<>();

  @BeforeAll
  static void readAllSources() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<Path> sources = Repository.javaSources();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new Reader(unit, positions).scan(unit, null);
      }
    }
  }

  @Test
  void methodsAreSeen() {
    assertThat(methodsSeen).isGreaterThanOrEqualTo(METHODS_AT_LEAST);
  }

  @Test
  void aMethodFitsOneScreen() {
    assertThat(TOO_LONG).as("methods of more than %d lines", LONGEST_METHOD_LINES).isEmpty();
  }

  @Test
  void verticesOfGraphsAreIntegers() {
    assertThat(UNSTABLE_VERTICES)
        .as("JGraphT vertices that are not Integer: their hash may differ from run to run")
        .isEmpty();
  }

  private static final class Reader extends TreePathScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final boolean usesJgrapht;

    Reader(CompilationUnitTree unit, SourcePositions positions) {
      this.unit = unit;
      this.positions = positions;
      this.usesJgrapht =
          unit.getImports().stream()
              .anyMatch(i -> i.getQualifiedIdentifier().toString().startsWith("org.jgrapht."));
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      methodsSeen++;
      ClassTree owner = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      boolean constructor = method.getName().contentEquals("<init>");
      measure(method, owner.getSimpleName() + (constructor ? "" : "." + method.getName()) + "()");
      return super.visitMethod(method, unused);
    }

    /** Initialisers: blocks that stand directly in a class. */
    @Override
    public Void visitBlock(BlockTree block, Void unused) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner) {
        measure(block, "an initialiser of " + owner.getSimpleName());
      }
      return super.visitBlock(block, unused);
    }

    @Override
    public Void visitParameterizedType(ParameterizedTypeTree type, Void unused) {
      boolean isGraph = usesJgrapht && type.getType().toString().endsWith("Graph");
      boolean named = !type.getTypeArguments().isEmpty(); // not the diamond
      if (isGraph && named && !type.getTypeArguments().getFirst().toString().equals("Integer")) {
        UNSTABLE_VERTICES.add(at(line(positions.getStartPosition(unit, type))) + ": " + type);
      }
      return super.visitParameterizedType(type, unused);
    }

    /** Annotations count, Javadoc does not. */
    private void measure(Tree tree, String name) {
      long first = line(positions.getStartPosition(unit, tree));
      long last = line(positions.getEndPosition(unit, tree));
      long lines = last - first + 1;
      if (lines > LONGEST_METHOD_LINES) {
        TOO_LONG.add(at(first) + ": " + name + " has " + lines + " lines");
      }
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }

    private String at(long line) {
      return Repository.relative(Path.of(unit.getSourceFile().toUri())) + ":" + line;
    }
  }
}
