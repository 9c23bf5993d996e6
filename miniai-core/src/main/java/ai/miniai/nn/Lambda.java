package ai.miniai.nn;

import static com.google.common.base.Preconditions.checkNotNull;

import ai.miniai.tensor.Tensor;
import java.util.function.UnaryOperator;

/**
 * A function without parameters as a module, for use in a {@link Sequential}:
 *
 * <pre>{@code
 * new Sequential(new Lambda("to images", x -> x.reshape(-1, 1, 28, 28)), new Conv2d(1, 8, 3))
 * }</pre>
 *
 * <p>The function may use modules and parameters that are registered elsewhere in the model. If it
 * uses others, the first call fails, because they would not be trained or saved: write a subclass
 * of {@link Module} for those.
 */
public final class Lambda extends Module {
  private final String text;
  private final UnaryOperator<Tensor> function;

  /**
   * Creates the module.
   *
   * @param text says what the function does, for {@link #toString}
   */
  public Lambda(String text, UnaryOperator<Tensor> function) {
    this.text = checkNotNull(text, "the text is null");
    this.function = checkNotNull(function, "the function is null");
  }

  UnaryOperator<Tensor> function() {
    return function;
  }

  @Override
  protected Tensor forward(Tensor x) {
    return function.apply(x);
  }

  @Override
  protected String details() {
    return text;
  }
}
