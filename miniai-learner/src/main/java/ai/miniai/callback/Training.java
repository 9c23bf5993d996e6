package ai.miniai.callback;

import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A training as its callbacks see it: what is trained, where the loop is, and what a callback may
 * change. A {@code Learner} is one; {@link Callback#learn} returns it.
 */
public interface Training {
  /** The model. */
  Module model();

  /** The training and validation data. */
  DataLoaders dls();

  /** The loss function. */
  LossFunction lossFunction();

  /**
   * The optimizer of the running fit, or of the last one.
   *
   * @throws IllegalStateException if there is none yet
   */
  Optimizer opt();

  /**
   * The learning rate given to the running fit, or to the last one. The optimizer starts with it,
   * or with the rates that the optimizer's factory derives from it for each parameter group.
   */
  double lr();

  /** All callbacks of the running fit, in the order in which they run. */
  List<Callback> cbs();

  // ---------------------------------------------------------------- where the loop is

  /** Whether the model is in training mode. */
  boolean training();

  /** The number of epochs of this fit. */
  int epochs();

  /** The index of the epoch, from 0. */
  int epoch();

  /** The index of the batch in its epoch, from 0. */
  int iteration();

  /**
   * In a cleanup event: the exception (a cancel signal or a failure) that ended the batch, epoch or
   * fit early; empty if it ran to its end.
   */
  Optional<Throwable> ending();

  /** The reason of the last cancellation in this fit, or in the last one; empty without one. */
  Optional<String> cancelReason();

  /** The rank of this learner in data-parallel training, from 0; 0 too where there is only one. */
  default int rank() {
    return has(Attribute.RANK) ? get(Attribute.RANK) : 0;
  }

  // ---------------------------------------------------------------- the batch

  /**
   * The current batch.
   *
   * @throws IllegalStateException outside a batch
   */
  Batch batch();

  /**
   * The number of items of whose losses the gradients of this batch are the mean: those of the
   * batch, or in data-parallel training those of all ranks, once these have exchanged their
   * gradients.
   *
   * @throws IllegalStateException outside a batch
   */
  default int items() {
    int ofAllRanks = has(Attribute.ITEMS) ? get(Attribute.ITEMS) : 0;
    return ofAllRanks > 0 ? ofAllRanks : batch().size();
  }

  /** Replaces the current batch, for example in {@code beforeBatch}. */
  void batch(Batch changed);

  /**
   * The predictions for the current batch, of a model with one output.
   *
   * @throws IllegalStateException if there are none yet, or several: see {@link #outputs()}
   */
  Tensor preds();

  /** Sets the predictions for the current batch. */
  void preds(Tensor predictions);

  /**
   * All outputs of the model for the current batch; those of a model with one output are its {@link
   * #preds()}.
   *
   * @throws IllegalStateException if there are none yet
   */
  Outputs outputs();

  /** Sets all outputs for the current batch. */
  void outputs(Outputs outputs);

  /** The inputs in the current batch: its first tensors, as many as the model takes. */
  default List<Tensor> inputs() {
    return batch().inputs(inputCount());
  }

  /** The targets in the current batch: the tensors after the inputs. */
  default List<Tensor> targets() {
    return batch().targets(inputCount());
  }

  private int inputCount() {
    return has(Attribute.INPUTS) ? get(Attribute.INPUTS) : 1;
  }

  /**
   * The loss of the current batch.
   *
   * @throws IllegalStateException if there is none yet
   */
  Tensor loss();

  /** Sets the loss of the current batch, a scalar. */
  void loss(Tensor scalar);

  /**
   * Steps with the current gradients and clears them, with the events {@code afterBackward} to
   * {@code zeroGrad}. The loop does this in each training batch. A callback that accumulates
   * gradients calls it for those that are left at the end.
   */
  void update();

  // ---------------------------------------------------------------- attributes

  /** Publishes a value for other callbacks. It stays, also in later fits, until it is set again. */
  <T> void set(Attribute<T> name, T value);

  /**
   * Reads a value of the training itself, or a published one.
   *
   * @throws IllegalStateException if there is no value under that name
   */
  <T> T get(Attribute<T> name);

  /** Whether a value has been published under {@code name}. */
  boolean has(Attribute<?> name);
}
