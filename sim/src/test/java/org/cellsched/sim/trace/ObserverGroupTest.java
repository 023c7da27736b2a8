package org.cellsched.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObserverGroupTest {

  static Stream<Method> calls() {
    return Stream.of(RunObserver.class.getMethods()).filter(Method::isDefault);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void aMemberMissesACallOrHearsItLate(Method call) throws ReflectiveOperationException {
    List<String> heard = new ArrayList<>();
    RunObserver group =
        ObserverGroup.of(List.of(recorder("first", heard), recorder("second", heard)));

    call.invoke(group, Stream.of(call.getParameterTypes()).map(this::anything).toArray());

    assertThat(heard).containsExactly("first " + call, "second " + call);
  }

  @Test
  void aGroupOfNoneOrOneCostsACallMore() {
    RunObserver single = new RunObserver() {};

    assertThat(ObserverGroup.of(List.of())).isSameAs(RunObserver.NONE);
    assertThat(ObserverGroup.of(List.of(single))).isSameAs(single);
  }

  private static RunObserver recorder(String name, List<String> heard) {
    return (RunObserver)
        Proxy.newProxyInstance(
            RunObserver.class.getClassLoader(),
            new Class<?>[] {RunObserver.class},
            (proxy, method, arguments) -> {
              heard.add(name + " " + method);
              return null;
            });
  }

  /** Primitives need a value; nothing looks at it. */
  private Object anything(Class<?> type) {
    if (type == long.class) {
      return 1L;
    } else if (type == int.class) {
      return 1;
    }
    return type == boolean.class ? Boolean.TRUE : null;
  }
}
