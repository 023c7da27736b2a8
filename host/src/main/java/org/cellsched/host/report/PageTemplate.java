package org.cellsched.host.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * One page of HTML that needs nothing else: style, program, charting library and data are inside
 * it.
 */
final class PageTemplate {

  private static final String UPLOT_VERSION =
      "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/%s";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              each -> each.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private PageTemplate() {}

  /**
   * The whole page. O(size of the data).
   *
   * @param scripts the page's program, in the order in which its parts are needed
   * @param data what it is told, as JSON
   * @param columns the numbers of the data, where it has some
   */
  static String filled(String title, List<String> scripts, Object data, byte[] columns) {
    StringBuilder page = new StringBuilder();
    String template = text("page.html");
    int copied = 0;
    for (int at = template.indexOf("{{"); at >= 0; at = template.indexOf("{{", copied)) {
      int end = template.indexOf("}}", at);
      page.append(template, copied, at);
      page.append(part(template.substring(at + 2, end), title, scripts, data, columns));
      copied = end + 2;
    }
    return page.append(template, copied, template.length()).toString();
  }

  private static String part(
      String name, String title, List<String> scripts, Object data, byte[] columns) {
    return switch (name) {
      case "title" -> escaped(title);
      case "style" -> uplot("dist/uPlot.min.css") + text("page.css");
      case "library" -> "/*! " + uplot("LICENSE") + "*/\n" + uplot("dist/uPlot.iife.min.js");
      case "script" -> scripts.stream().map(PageTemplate::text).collect(Collectors.joining("\n"));
      case "report" -> json(data);
      case "columns" -> Base64.getEncoder().encodeToString(columns);
      default -> throw new IllegalStateException("the page has no part " + name);
    };
  }

  /** JSON that cannot end the element it stands in. */
  private static String json(Object data) {
    return MAPPER.writeValueAsString(data).replace("<", "\\u003c");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String uplot(String file) {
    Properties properties = new Properties();
    try (InputStream in = open(UPLOT_VERSION)) {
      properties.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + UPLOT_VERSION, e);
    }
    return text(UPLOT.formatted(properties.getProperty("version"), file));
  }

  private static String text(String name) {
    try (InputStream in = open(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  private static InputStream open(String name) throws IOException {
    InputStream in = PageTemplate.class.getResourceAsStream(name);
    if (in == null) {
      throw new IOException("it is not on the class path");
    }
    return in;
  }
}
