package ai.miniai.notebook;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;

/**
 * How values of one type are shown. All forms are sent, and the front end takes the one that suits
 * it; so it does not matter which one a cell asks for.
 *
 * @param type of these values
 * @param show makes the forms of a value
 */
record Renderer<T>(Class<T> type, Function<? super T, DisplayData> show)
    implements DisplayRenderer {
  @Override
  public Class<?> rendererClass() {
    return type;
  }

  @Override
  public boolean canRender(@Nullable String mime) {
    return true;
  }

  @Override
  public DisplayData render(@Nullable String mime, Object value) {
    return show.apply(type.cast(value));
  }
}
