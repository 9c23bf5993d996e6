package ai.miniai.summary;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.FirstBatchCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.Batch;
import ai.miniai.learner.Learner;
import ai.miniai.nn.ModelState;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;

/**
 * What a model is made of: one row for each module, nested ones too, parents first. A module that
 * stands in several places has one row, at the first. {@link #toString} is a table.
 *
 * <pre>{@code
 * System.out.println(Summary.of(model, 64, 1, 28, 28));
 * }</pre>
 *
 * <p>The shapes come from a forward pass in evaluating mode, without gradients; afterwards the
 * model's mode and buffers are what they were. It runs twice, so that the times, of the second, are
 * without what is only done once. Hooks that are there already see both.
 *
 * @param rows the model itself first, under the empty path
 */
public record Summary(ImmutableList<Row> rows) {
  /**
   * One module.
   *
   * @param path dotted, from the model
   * @param type the name of its class
   * @param calls how often it ran; 0 if it is not used
   * @param inputs the shapes of its inputs, when it ran first
   * @param output the shape of its output, when it ran first; empty if it never did
   * @param parameters the number of parameters of its own, without those of its children and
   *     without those that stand in a row above already
   * @param trainable how many of them are trained
   * @param multiplyAdds as the course counts them, for one item of the batch and without those of
   *     its children: for a filter bank [out, in, height, width] its length at each place of the
   *     output, else one for each parameter; for {@code Linear} one at each position of a sequence
   * @param nanos how long it ran, with its children; on an accelerator that is how long it took to
   *     order the work
   */
  public record Row(
      String path,
      String type,
      int calls,
      ImmutableList<ImmutableLongArray> inputs,
      ImmutableLongArray output,
      long parameters,
      long trainable,
      long multiplyAdds,
      long nanos) {}

  /**
   * A model that is run with zeros.
   *
   * @param inputShape with the batch, such as [batch, channels, height, width]
   * @throws ai.miniai.nn.ModuleException if the forward pass fails; names the module
   */
  public static Summary of(Module model, long... inputShape) {
    return of(model, Tensor.zeros(inputShape));
  }

  /**
   * As {@link #of(Module, long...)}, with the first tensor of a batch. Give the tensors of a model
   * that takes more than one to {@link #of(Module, Tensor...)}.
   */
  public static Summary of(Module model, Batch batch) {
    return of(model, batch.x());
  }

  /** As {@link #of(Module, long...)}, with these inputs. */
  public static Summary of(Module model, Tensor... inputs) {
    try (ModelState before = new ModelState(model);
        MemoryScope scope = MemoryScope.open()) {
      model.eval();
      Summary unused = measure(model, inputs);
      return measure(model, inputs);
    }
  }

  /**
   * A learner's model, run with the first tensor of a validation batch as its callbacks leave it;
   * or with the first n, where a {@code TrainCB} says that the model takes n.
   *
   * @param extra more callbacks for this batch
   */
  public static Summary of(Learner learner, Callback... extra) {
    return FirstBatchCB.of(
        learner, false, batch -> of(learner.model(), inputs(learner, batch)), extra);
  }

  private static Tensor[] inputs(Learner learner, Batch batch) {
    int inputs =
        learner.cbs().stream()
            .filter(TrainCB.class::isInstance)
            .mapToInt(callback -> ((TrainCB) callback).inputs())
            .findFirst()
            .orElse(1);
    return batch.inputs(inputs).toArray(new Tensor[0]);
  }

  private static Summary measure(Module model, Tensor... inputs) {
    try (ModuleWatch watch = new ModuleWatch(model)) {
      Tensor unused = Autograd.noGrad(() -> model.call(inputs));
      return new Summary(watch.rows());
    }
  }

  /** The number of parameters, each counted once. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** The number of parameters that are trained. */
  public long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  /** The multiply-adds for one item, see {@link Row#multiplyAdds}. */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /** A table with a row for each module, and a last one with the totals. */
  @Override
  public String toString() {
    return SummaryTable.of(this);
  }
}
