package ai.miniai.nn;

import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.ListIterator;

/**
 * Modules that run one after the other, named by their position: "0", "1", … A convolution followed
 * by a ReLU is fused into one operation, with the same result, if no hook is watching either of
 * them.
 */
public final class Sequential extends ModuleRow {
  public Sequential(Module... modules) {
    this(List.of(modules));
  }

  public Sequential(List<? extends Module> modules) {
    super(modules);
  }

  @Override
  protected Tensor forward(Tensor input) {
    return forwardAll(input).only();
  }

  /** The last module may have several outputs; the others have one. */
  @Override
  protected Outputs forwardAll(Tensor... inputs) {
    Outputs outputs = Outputs.of(onlyOne(inputs));
    ListIterator<Module> modules = children().listIterator();
    while (modules.hasNext()) {
      outputs = modules.next().callBefore(modules, outputs.only());
    }
    return outputs;
  }

  /**
   * The modules from index {@code from} (inclusive) to {@code to} (exclusive), shared, not copied.
   * Negative indices count from the end.
   */
  public Sequential slice(int from, int to) {
    return new Sequential(range(from, to));
  }
}
