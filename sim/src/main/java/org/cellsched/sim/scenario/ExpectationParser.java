package org.cellsched.sim.scenario;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cellsched.host.yaml.Located;
import org.cellsched.host.yaml.Node;
import org.cellsched.host.yaml.Problems;
import org.cellsched.host.yaml.ScalarFormat.Mismatch;
import org.cellsched.host.yaml.Scalars;
import org.cellsched.host.yaml.Texts;
import org.cellsched.sim.scenario.Expectation.Operand;
import org.cellsched.sim.scenario.Expectation.Subject;
import org.cellsched.sim.scenario.Expectation.When;
import org.jspecify.annotations.Nullable;

/**
 * Reads expectations:
 *
 * <pre>
 * expectation = operand comparison operand [ when ]
 * comparison  = "&lt;" | "&lt;=" | "&gt;" | "&gt;=" | "==" | "!="
 * operand     = literal | [ number "*" ] metric | metric "*" number
 * metric      = subject [ "." name { "." name } ]
 * literal     = number [ unit ]            unit: ns us ms s min, %, CPUs
 * when        = "at" "end" | "at" time | "from" time "to" time
 * </pre>
 *
 * By recursive descent, one method per rule; ends at the first mistake.
 */
final class ExpectationParser {

  /** A number with its unit; a name with dots; an operator; or one character that fits nothing. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<number>-?[0-9][0-9.]*(?:%|[A-Za-z\u00B5\u03BC]+| (?:CPUs?|ns|us|ms|s|min|%)\\b)?)"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_./-]*)"
              + "|(?<operator>[<>=!]+|\\*)"
              + "|(?<other>\\S)");

  private static final String COMPARISONS = "<, <=, >, >=, == or !=";

  private enum Kind {
    NUMBER,
    NAME,
    OPERATOR,
    OTHER,
    END
  }

  private record Token(Kind kind, String text, int index) {
    boolean is(String word) {
      return text.equals(word);
    }
  }

  /** A number whose kind depends on what it is compared with. */
  private record Number(BigDecimal number, String unit, Token token) {}

  /** A side as written: a number, or a metric. */
  private record Side(@Nullable Number number, Operand.@Nullable Measured metric, Token token) {}

  private final String text;
  private final KnownNames known;
  private final long endNs;
  private final List<Token> tokens;
  private int next;

  private ExpectationParser(String text, KnownNames known, long endNs) {
    this.text = text;
    this.known = known;
    this.endNs = endNs;
    this.tokens = tokenize(text);
  }

  /** The expectation, or null after a complaint. {@code endNs}: times beyond are refused. */
  static @Nullable Expectation parse(
      Located<String> written, KnownNames known, long endNs, Problems problems) {
    ExpectationParser parser = new ExpectationParser(written.value(), known, endNs);
    Node node = written.node();
    try {
      return parser.expectation(node);
    } catch (SyntaxError e) {
      problems.add(
          node instanceof Node.Scalar scalar ? scalar.locationOf(e.index) : node.location(),
          "expectation %s: %s".formatted(Texts.quote(written.value()), e.problem));
      return null;
    }
  }

  private static List<Token> tokenize(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      Kind kind =
          matcher.group("number") != null
              ? Kind.NUMBER
              : matcher.group("name") != null
                  ? Kind.NAME
                  : matcher.group("operator") != null ? Kind.OPERATOR : Kind.OTHER;
      tokens.add(new Token(kind, String.valueOf(matcher.group()), matcher.start()));
    }
    tokens.add(new Token(Kind.END, "", text.length()));
    return tokens;
  }

  // --- the grammar

  private Expectation expectation(Node node) throws SyntaxError {
    Side left = side();
    Comparison comparison = comparison();
    Side right = side();
    Token whenToken = peek();
    When when = when();
    if (peek().kind != Kind.END) {
      throw unexpected(peek(), "expected the end, `at TIME` or `from TIME to TIME`");
    }
    if (left.metric == null && right.metric == null) {
      throw new SyntaxError(
          left.token.index, "both sides are numbers; expected a metric such as web.cpus");
    }
    checkWhen(left, when, whenToken);
    checkWhen(right, when, whenToken);
    return new Expectation(
        text, node.location(), operand(left, right), comparison, operand(right, left), when);
  }

  private Side side() throws SyntaxError {
    Token first = take();
    if (first.kind == Kind.NAME) {
      Operand.Measured metric = metric(first);
      if (!peek().is("*")) {
        return new Side(null, metric, first);
      }
      take();
      return new Side(null, scaled(metric, take()), first);
    } else if (first.kind != Kind.NUMBER) {
      throw unexpected(first, "expected a metric such as web.cpus, or a number such as 5ms");
    }
    if (!peek().is("*")) {
      return new Side(number(first), null, first);
    }
    take();
    Token name = take();
    if (name.kind != Kind.NAME) {
      throw unexpected(name, "expected a metric after `*`");
    }
    return new Side(null, scaled(metric(name), first), first);
  }

  private Comparison comparison() throws SyntaxError {
    Token token = take();
    for (Comparison each : Comparison.values()) {
      if (token.is(each.symbol())) {
        return each;
      }
    }
    String hint =
        switch (token.text) {
          case "=" -> "; did you mean `==`?";
          case "=<" -> "; did you mean `<=`?";
          case "=>" -> "; did you mean `>=`?";
          case "<>" -> "; did you mean `!=`?";
          default -> "";
        };
    throw unexpected(token, "expected " + COMPARISONS + hint);
  }

  private When when() throws SyntaxError {
    if (peek().is("at")) {
      take();
      if (peek().is("end")) {
        take();
        return new When.AtEnd();
      }
      return new When.At(time());
    } else if (peek().is("from")) {
      take();
      Token first = peek();
      long fromNs = time();
      if (!peek().is("to")) {
        throw unexpected(peek(), "expected `to TIME` after `from TIME`");
      }
      take();
      long toNs = time();
      if (toNs <= fromNs) {
        throw new SyntaxError(first.index, "the span ends before it begins; exchange the times");
      }
      return new When.Between(fromNs, toNs);
    }
    return new When.Overall();
  }

  private long time() throws SyntaxError {
    Token token = take();
    if (token.kind != Kind.NUMBER) {
      throw unexpected(token, "expected a time such as 5s");
    }
    long timeNs;
    try {
      timeNs = Scalars.parseDurationNs(token.text);
    } catch (Mismatch e) {
      throw unexpected(token, "expected a time such as 5s; " + e.getMessage());
    }
    if (timeNs < 0 || timeNs > endNs) {
      throw unexpected(token, "expected a time within the run, up to " + Scalars.formatNs(endNs));
    }
    return timeNs;
  }

  // --- metrics

  private Operand.Measured metric(Token token) throws SyntaxError {
    int dot = token.text.indexOf('.');
    String subjectName = dot < 0 ? token.text : token.text.substring(0, dot);
    String path = dot < 0 ? "" : token.text.substring(dot + 1);
    Subject subject = subject(subjectName, token);
    Metric.Of of = kindOf(subject);
    TreeSet<String> paths = new TreeSet<>();
    for (Metric metric : Metric.values()) {
      if (metric.subjects().contains(of)) {
        if (metric.path().equals(path)) {
          return new Operand.Measured(subject, metric, Expectation.UNIT_FACTOR_PPM);
        }
        paths.add(metric.path());
      }
    }
    throw new SyntaxError(token.index + Math.max(0, dot + 1), noMetric(subjectName, path, paths));
  }

  private static String noMetric(String subject, String path, TreeSet<String> paths) {
    if (paths.equals(new TreeSet<>(List.of("")))) {
      return "`%s` is a number itself; write it without `.%s`".formatted(subject, path);
    }
    String list =
        "; expected one of " + String.join(", ", paths.stream().map(each -> "." + each).toList());
    for (Metric metric : Metric.values()) {
      if (metric.path().equals(path) && !path.isEmpty()) {
        String owners =
            String.join(" and ", metric.subjects().stream().map(Metric.Of::plural).toList());
        return "`%s` is a metric of %s, and `%s` is none%s".formatted(path, owners, subject, list);
      }
    }
    return path.isEmpty()
        ? "`%s` alone is no metric%s".formatted(subject, list)
        : "`%s` has no metric `%s`%s".formatted(subject, path, Texts.didYouMean(path, paths, list));
  }

  private Subject subject(String name, Token token) throws SyntaxError {
    if (name.equals(Names.PLANS)) {
      return new Subject.OfPlans();
    } else if (name.equals(Names.VIOLATIONS)) {
      return new Subject.OfViolations();
    } else if (name.equals(Names.MACHINE)) {
      return new Subject.OfMachine();
    } else if (name.equals(TaskGroup.ROOT) || known.cells().contains(name)) {
      return new Subject.OfCell(name);
    } else if (known.groups().contains(name)) {
      return new Subject.OfGroup(name);
    }
    TreeSet<String> candidates = new TreeSet<>(known.cells());
    candidates.addAll(known.groups());
    candidates.addAll(Names.RESERVED);
    throw new SyntaxError(
        token.index,
        "no cell or task group is called %s%s"
            .formatted(
                Texts.quote(name),
                Texts.didYouMean(
                    name, candidates, "; expected one of " + Texts.choices(candidates))));
  }

  private static Metric.Of kindOf(Subject subject) {
    return switch (subject) {
      case Subject.OfCell cell -> Metric.Of.CELL;
      case Subject.OfGroup group -> Metric.Of.GROUP;
      case Subject.OfPlans plans -> Metric.Of.PLANS;
      case Subject.OfViolations violations -> Metric.Of.VIOLATIONS;
      case Subject.OfMachine machine -> Metric.Of.MACHINE;
    };
  }

  private static Operand.Measured scaled(Operand.Measured metric, Token factor) throws SyntaxError {
    if (factor.kind == Kind.NUMBER) {
      Number number = number(factor);
      if (number.unit.isEmpty() && number.number.signum() > 0) {
        return new Operand.Measured(
            metric.subject(), metric.metric(), exact(number.number.movePointRight(6), factor));
      }
    }
    throw unexpected(factor, "expected a plain number above 0 as a factor, such as 2 or 1.5");
  }

  private static void checkWhen(Side side, When when, Token whenToken) throws SyntaxError {
    if (side.metric == null) {
      return;
    }
    Metric metric = side.metric.metric();
    String name = metric.path();
    switch (metric.span()) {
      case OVERALL -> {
        if (when instanceof When.At || when instanceof When.Between) {
          throw new SyntaxError(
              whenToken.index, "`%s` is of the whole run; delete this".formatted(name));
        }
      }
      case STATE -> {
        if (when instanceof When.Between) {
          throw new SyntaxError(
              whenToken.index,
              "`%s` is of one moment; write `at TIME` or `at end`".formatted(name));
        }
      }
      case WINDOW -> {}
    }
  }

  // --- numbers

  private static Number number(Token token) throws SyntaxError {
    try {
      Scalars.Quantity quantity = Scalars.Quantity.parse(token.text);
      return new Number(quantity.number(), quantity.unit(), token);
    } catch (Mismatch e) {
      String hint = e.getMessage();
      throw unexpected(
          token, "expected a number such as 5ms or 20%" + (hint == null ? "" : "; " + hint));
    }
  }

  /** The operand of a side, where a number takes its kind from the other side's metric. */
  private static Operand operand(Side side, Side other) throws SyntaxError {
    if (side.metric != null) {
      if (other.metric != null && other.metric.kind() != side.metric.kind()) {
        throw new SyntaxError(
            other.token.index,
            "%s and %s: they cannot be compared"
                .formatted(describe(side.metric.metric()), describe(other.metric.metric())));
      }
      return side.metric;
    }
    if (side.number == null || other.metric == null) {
      throw new IllegalStateException("a side without number or metric");
    }
    return literal(side.number, other.metric.metric());
  }

  private static Operand.Literal literal(Number written, Metric metric) throws SyntaxError {
    BigDecimal number = written.number;
    String unit = written.unit;
    BigDecimal scaled =
        switch (metric.kind()) {
          case DURATION -> {
            long unitNs = unit.isEmpty() && number.signum() == 0 ? 1 : Scalars.unitNs(unit);
            yield unitNs == 0 ? null : number.multiply(BigDecimal.valueOf(unitNs));
          }
          case COUNT -> unit.isEmpty() ? number : null;
          case FRACTION ->
              unit.equals("%") || number.signum() == 0 ? number.movePointRight(4) : null;
          case CPUS ->
              unit.isEmpty() || unit.equals("CPUs") || unit.equals("CPU")
                  ? number.movePointRight(3)
                  : null;
        };
    if (scaled == null) {
      throw unexpected(
          written.token, describe(metric) + "; expected " + example(metric.kind(), number));
    }
    return new Operand.Literal(exact(scaled, written.token), metric.kind());
  }

  private static String describe(Metric metric) {
    String name = metric.path().isEmpty() ? "violations" : metric.path();
    return "`"
        + name
        + "` is "
        + switch (metric.kind()) {
          case DURATION -> "a time";
          case COUNT -> "a count";
          case FRACTION -> "a percentage";
          case CPUS -> "a number of CPUs";
        };
  }

  private static String example(ValueKind kind, BigDecimal number) {
    String plain = number.toPlainString();
    return switch (kind) {
      case DURATION -> "a unit, such as " + plain + "ms";
      case COUNT -> "a plain number, such as " + plain;
      case FRACTION -> "per cent, such as 20%";
      case CPUS -> "a plain number or CPUs, such as " + plain + " CPUs";
    };
  }

  private static long exact(BigDecimal number, Token token) throws SyntaxError {
    BigDecimal shortest = number.stripTrailingZeros();
    if (shortest.scale() > 0) {
      throw unexpected(token, "it is finer than this can be measured");
    } else if (shortest.toBigIntegerExact().bitLength() >= Long.SIZE) {
      throw unexpected(token, "it is too large");
    }
    return shortest.longValueExact();
  }

  // --- tokens

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  private static SyntaxError unexpected(Token token, String expected) {
    String seen = token.kind == Kind.END ? "it ends here" : "saw `" + token.text + "`";
    return new SyntaxError(token.index, seen + "; " + expected);
  }

  /** A mistake at a character of the text. */
  private static final class SyntaxError extends Exception {
    private static final long serialVersionUID = 1L;
    private final int index;
    private final String problem;

    SyntaxError(int index, String problem) {
      super(problem, null, false, false);
      this.index = index;
      this.problem = problem;
    }
  }
}
