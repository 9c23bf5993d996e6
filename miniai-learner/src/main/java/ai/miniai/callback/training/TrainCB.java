package ai.miniai.callback.training;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.Training;
import ai.miniai.learner.TrainLearner;
import ai.miniai.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * The five steps of a plain {@code Learner}, in the usual way. The model gets the first tensors of
 * the batch as inputs; the loss function gets the outputs and the remaining tensors.
 */
public class TrainCB extends Callback {
  private final int inputs;

  /** For models with one input. */
  public TrainCB() {
    this(1);
  }

  /** For models with {@code inputs} inputs. */
  public TrainCB(int inputs) {
    checkArgument(inputs > 0, "a model has at least one input, not %s", inputs);
    this.inputs = inputs;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(TrainCB.class);
  }

  @Override
  protected void check(Training learn) {
    checkArgument(
        !(learn instanceof TrainLearner),
        "callback %s would never be asked: a %s predicts, takes the loss and steps by itself. Use"
            + " a Learner, or leave the callback out",
        name(),
        learn.getClass().getSimpleName());
  }

  /** Tells other callbacks how many tensors of a batch are inputs. */
  @Override
  public void beforeFit() {
    learn().set(Attribute.INPUTS, inputs);
  }

  /** The number of the model's inputs. */
  public final int inputs() {
    return inputs;
  }

  @Override
  public void predict() {
    learn().outputs(model().callAll(batch().inputs(inputs).toArray(new Tensor[0])));
  }

  @Override
  public void getLoss() {
    List<Tensor> targets = batch().targets(inputs);
    int wanted = learn().lossFunction().targetCount();
    checkState(
        targets.size() == wanted,
        "with %s inputs, %s tensors of the batch are left as targets, but the loss function takes %s:"
            + " give TrainCB the right number, or override getLoss()",
        inputs,
        targets.size(),
        wanted);
    learn().loss(learn().lossFunction().lossAll(learn().outputs(), targets));
  }

  @Override
  public void backward() {
    learn().loss().backward();
  }

  @Override
  public void step() {
    opt().step();
  }

  @Override
  public void zeroGrad() {
    opt().zeroGrad();
  }
}
