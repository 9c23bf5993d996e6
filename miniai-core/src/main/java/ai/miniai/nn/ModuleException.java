package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A forward pass failed. The message names the module by its path from the outermost module that
 * was called. There is no path if the module is not registered as a part of that one.
 */
public final class ModuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Module failed;
  private final String summary;
  private String path = "";

  ModuleException(Module failed, RuntimeException cause) {
    this(failed, String.valueOf(cause.getMessage()), cause);
  }

  /**
   * For a failure whose own message says little: adds the inputs that the module was called with.
   */
  ModuleException(Module failed, IndexOutOfBoundsException cause, List<Tensor> inputs) {
    this(failed, cause + ", when called with " + shapes(inputs), cause);
  }

  private ModuleException(Module failed, String message, RuntimeException cause) {
    super(message, cause);
    this.failed = failed;
    this.summary = failed.summary();
  }

  private static String shapes(List<Tensor> inputs) {
    String shapes =
        inputs.stream()
            .map(input -> Arrays.toString(input.shape()))
            .collect(Collectors.joining(" and "));
    return inputs.size() == 1
        ? "1 input of shape "
            + shapes
            + ": does it take more? (A model of n inputs is trained by a Learner with TrainCB(n).)"
        : inputs.size() + " inputs of shapes " + shapes;
  }

  /** The same failure, with its path extended to {@code outer}, a module further out. */
  ModuleException seenFrom(Module outer) {
    outer.findPath(failed).ifPresent(longer -> path = longer);
    return this;
  }

  /** The module whose forward pass failed. */
  public Module module() {
    return failed;
  }

  /** The dotted path of {@link #module} from the outermost module that was called. */
  public String path() {
    return path;
  }

  @Override
  public String getMessage() {
    String where = path.isEmpty() ? summary : path + ", " + summary;
    return "in module " + where + ": " + super.getMessage();
  }
}
