package ai.miniai.viz;

import org.apiguardian.api.API;

/**
 * Shows figures elsewhere than in a window, such as in a notebook. {@link Figure#show} asks all
 * that {@link java.util.ServiceLoader} finds.
 */
@API(status = API.Status.INTERNAL)
@FunctionalInterface
public interface FigureViewer {
  /** Shows {@code figure} and returns true, or returns false if this is not the place for it. */
  boolean show(Figure figure);
}
