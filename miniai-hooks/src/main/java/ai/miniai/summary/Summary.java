package ai.miniai.summary;

import ai.miniai.callback.Callback;
import ai.miniai.callback.training.FirstBatchCB;
import ai.miniai.callback.training.TrainCB;
import ai.miniai.data.Batch;
import ai.miniai.learner.Learner;
import ai.miniai.nn.ModelState;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.List;

/**
 * The modules of a model: one row for each module, including nested ones, parents first. A module
 * that is used in several places has one row, at its first place. {@link #toString} is a table.
 *
 * <pre>{@code
 * System.out.println(Summary.of(model, 64, 1, 28, 28));
 * }</pre>
 *
 * <p>The shapes come from a forward pass in evaluation mode, without gradients; afterwards the
 * model's mode and buffers are restored. The pass runs twice. The times are those of the second
 * run, so they do not include one-time work. Hooks that are already registered are called in both.
 *
 * @param rows the model itself first, under the empty path
 */
public record Summary(List<Row> rows) {
  /** Copies what could change. */
  public Summary {
    rows = ImmutableList.copyOf(rows);
  }

  /**
   * One module.
   *
   * @param path the dotted path from the model
   * @param type the name of its class
   * @param calls how often it ran; 0 if it is not used
   * @param inputs the shapes of its inputs in its first call
   * @param outputs the shapes of its outputs in its first call; empty if it never ran
   * @param parameters the number of its own parameters, without those of its children and without
   *     those already counted in a row above
   * @param trainable how many of them are trainable
   * @param multiplyAdds counted as in the course, for one item of the batch and without those of
   *     its children: for a filter bank [out, in, height, width] its number of elements at each
   *     position of the output, otherwise one for each parameter; for {@code Linear} one for each
   *     parameter at each position of a sequence
   * @param nanos how long it ran, including its children; on a GPU only the time to launch the work
   */
  public record Row(
      String path,
      String type,
      int calls,
      List<ImmutableLongArray> inputs,
      List<ImmutableLongArray> outputs,
      long parameters,
      long trainable,
      long multiplyAdds,
      long nanos) {
    /** Copies what could change. */
    public Row {
      inputs = ImmutableList.copyOf(inputs);
      outputs = ImmutableList.copyOf(outputs);
    }
  }

  /**
   * Runs a model with zeros.
   *
   * @param inputShape the shape with the batch, such as [batch, channels, height, width]
   * @throws ai.miniai.nn.ModuleException if the forward pass fails; the message names the module
   */
  public static Summary of(Module model, long... inputShape) {
    return of(model, Tensor.zeros(inputShape));
  }

  /**
   * Like {@link #of(Module, long...)}, with the first tensor of a batch. For a model with several
   * inputs use {@link #of(Module, Tensor...)}.
   */
  public static Summary of(Module model, Batch batch) {
    return of(model, batch.x());
  }

  /** Like {@link #of(Module, long...)}, with these inputs. */
  public static Summary of(Module model, Tensor... inputs) {
    try (ModelState before = new ModelState(model);
        MemoryScope scope = MemoryScope.open()) {
      model.eval();
      Summary unused = measure(model, inputs);
      return measure(model, inputs);
    }
  }

  /**
   * The model of a learner. It is run with the first tensor of a validation batch, after the
   * learner's callbacks have changed the batch; or with the first n tensors, if there is a {@code
   * TrainCB} for n inputs.
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
      Outputs unused = Autograd.noGrad(() -> model.callAll(inputs));
      return new Summary(watch.rows());
    }
  }

  /** The number of parameters, each counted once. */
  public long parameters() {
    return rows.stream().mapToLong(Row::parameters).sum();
  }

  /** The number of trainable parameters. */
  public long trainable() {
    return rows.stream().mapToLong(Row::trainable).sum();
  }

  /** The multiply-adds for one item, see {@link Row#multiplyAdds}. */
  public long multiplyAdds() {
    return rows.stream().mapToLong(Row::multiplyAdds).sum();
  }

  /**
   * The cells of the table that {@link #toString} is: the names of the columns, of which the first
   * four hold words and the others numbers, then a row for each module, and a row with the totals.
   */
  public List<List<String>> cells() {
    return SummaryTable.cells(this);
  }

  /** A table with a row for each module, and a last row with the totals. */
  @Override
  public String toString() {
    return SummaryTable.of(this);
  }
}
