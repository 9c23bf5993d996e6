package ai.miniai.bench;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.deeplearning4j.optimize.api.TrainingListener;

/** Measures the time spent in a listener. */
final class ListenerClock {
  private final TrainingListener watched;
  private final TrainingListener listener;
  private long nanos;

  ListenerClock(TrainingListener listener) {
    this.listener = listener;
    this.watched =
        (TrainingListener)
            Proxy.newProxyInstance(
                ListenerClock.class.getClassLoader(),
                new Class<?>[] {TrainingListener.class},
                (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object... arguments) throws Throwable {
    long begin = System.nanoTime();
    try {
      return method.invoke(listener, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      nanos += System.nanoTime() - begin;
    }
  }

  /** The listener to add to a network. */
  TrainingListener watched() {
    return watched;
  }

  /** The milliseconds since the last call. */
  double restart() {
    double millis = nanos / 1e6;
    nanos = 0;
    return millis;
  }
}
