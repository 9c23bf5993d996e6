package ai.miniai.callback;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;

/**
 * A typed name for a value of a {@link Training}: one of its own (the constants below), or one that
 * a callback publishes for others, such as {@code learn().set(MetricsCB.METRICS, this)}. Two
 * attributes are equal only if they are the same object; the text is for messages.
 */
public final class Attribute<T> {
  /** The model being trained. */
  public static final Attribute<Module> MODEL = of("model", Module.class);

  /** The optimizer of this fit. */
  public static final Attribute<Optimizer> OPT = of("opt", Optimizer.class);

  /** The current batch. */
  public static final Attribute<Batch> BATCH = of("batch", Batch.class);

  /** The index of the epoch, from 0. */
  public static final Attribute<Integer> EPOCH = of("epoch", Integer.class);

  /** The number of epochs of this fit. */
  public static final Attribute<Integer> EPOCHS = of("epochs", Integer.class);

  /** The index of the batch in its epoch, from 0. */
  public static final Attribute<Integer> ITERATION = of("iteration", Integer.class);

  /** The predictions for the current batch, if the model has one output. */
  public static final Attribute<Tensor> PREDS = of("preds", Tensor.class);

  /** The outputs of the model for the current batch. */
  public static final Attribute<Outputs> OUTPUTS = of("outputs", Outputs.class);

  /** The loss of the current batch. */
  public static final Attribute<Tensor> LOSS = of("loss", Tensor.class);

  /** The training and validation data. */
  public static final Attribute<DataLoaders> DLS = of("dls", DataLoaders.class);

  /**
   * How many tensors of a batch are inputs; the others are targets. {@code TrainCB} publishes it;
   * without it there is one input.
   */
  public static final Attribute<Integer> INPUTS = of("inputs", Integer.class);

  /** The rank of this learner in data-parallel training, from 0. Without it: 0. */
  public static final Attribute<Integer> RANK = of("rank", Integer.class);

  /**
   * In data-parallel training, once the ranks have exchanged their gradients: the items of all
   * ranks whose mean gradient the parameters hold. 0, or without it: see {@link Training#items}.
   */
  public static final Attribute<Integer> ITEMS = of("items", Integer.class);

  private final String name;
  private final Class<T> type;

  private Attribute(String name, Class<T> type) {
    this.name = name;
    this.type = type;
  }

  /** A new attribute, for a value to publish with {@link Training#set}. */
  public static <T> Attribute<T> of(String name, Class<T> type) {
    return new Attribute<>(name, type);
  }

  /** The class of the value. */
  public Class<T> type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
