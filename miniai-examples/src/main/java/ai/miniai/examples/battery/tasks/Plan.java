package ai.miniai.examples.battery.tasks;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.learner.Learner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.Reduction;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.optim.SGD;
import ai.miniai.tensor.HostArray;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All choices of a training. A {@link Task} makes good ones; a {@link Fault} changes some. */
final class Plan {
  private static final int CHECK_BATCH = 500;

  // ---------------------------------------------------------------- the data

  Dataset train;
  Dataset valid;

  /** What the quality is measured with: the validation data, with the right targets. */
  Dataset measured;

  private final Quality quality;
  boolean shuffled = true;
  int batchSize = 64;
  int epochs = 5;

  /** Makes the values of an input as if nobody had normalised them. */
  UnaryOperator<float[]> raw = UnaryOperator.identity();

  // ---------------------------------------------------------------- the network

  Function<Plan, Module> network;

  /** The shape of the network, if it is a multilayer perceptron. */
  Mlp shape = new Mlp(MadeUpTable.COLUMNS, 2, 32, 1);

  Supplier<? extends Module> act = ReLU::new;
  @Nullable IntFunction<? extends Module> norm;

  /** The batch normalisation that would fit the network; it has none. */
  IntFunction<? extends Module> fittingNorm = BatchNorm1d::new;

  /** After each hidden layer of a multilayer perceptron, and before the last layer of others. */
  @Nullable Supplier<? extends Module> between;

  /** After the last layer. */
  @Nullable Supplier<? extends Module> output;

  /** Changes the weights before training. */
  Consumer<Module> spoil = made -> {};

  // ---------------------------------------------------------------- the training

  Function<Reduction, LossFunction> losses;
  Reduction reduction = Reduction.MEAN;

  /** AdamW, or else SGD. */
  boolean adam = true;

  double lr = 3e-3;

  /** For SGD. */
  double momentum = 0.9;

  /** In AdamW the weights lose this, times the rate, of their size in each step. */
  double weightDecay;

  boolean clearsGradients = true;

  /** A training of a multilayer perceptron with AdamW. */
  Plan(Dataset train, Dataset valid, Function<Reduction, LossFunction> losses, Quality quality) {
    this.train = train;
    this.valid = valid;
    this.measured = valid;
    this.losses = losses;
    this.quality = quality;
    this.network = plan -> plan.shape.create(plan.act, plan.norm, plan.between);
  }

  /** SGD with a momentum of 0.9 instead of AdamW. */
  Plan sgd(double rate) {
    adam = false;
    lr = rate;
    return this;
  }

  /** Changes all data, wherever they are used. */
  void changeData(UnaryOperator<Dataset> change) {
    train = change.apply(train);
    valid = change.apply(valid);
    measured = change.apply(measured);
  }

  /** {@code data} with inputs that are {@link #raw}. */
  Dataset unnormalised(Dataset data) {
    return data.map(
        sample -> {
          HostArray.Floats input = (HostArray.Floats) sample.arrays().get(0);
          float[] values = raw.apply(input.values().clone());
          return Sample.of(new HostArray.Floats(values, input.shape()), sample.arrays().get(1));
        });
  }

  /** The network, with its first weights as {@link #spoil} leaves them. */
  Module create() {
    Module made = network.apply(this);
    spoil.accept(made);
    return output == null ? made : new Sequential(made, output.get());
  }

  Learner learner(Module model, Callback... callbacks) {
    DataLoaders dls =
        new DataLoaders(
            DataLoader.of(train, batchSize).shuffle(shuffled), DataLoader.of(valid, CHECK_BATCH));
    LossFunction loss = losses.apply(reduction);
    Learner learner =
        clearsGradients
            ? new TrainLearner(model, dls, loss, lr, callbacks)
            : new TrainLearner(model, dls, loss, lr, callbacks) {
              @Override
              protected void zeroGrad() {
                // forgotten
              }
            };
    return learner.optimizer(optimizer());
  }

  private Optimizer.Factory optimizer() {
    return adam
        ? AdamW.noDecayOnNormsAndBiases(weightDecay)
        : (parameters, rate) ->
            new SGD(
                List.of(
                    new ParameterGroup(parameters, rate)
                        .momentum(momentum)
                        .weightDecay(weightDecay)),
                false);
  }

  /** How well a trained network does, see {@link Quality}. */
  double quality(Learner trained) {
    return quality.of(
        trained.getPreds(DataLoader.of(measured, CHECK_BATCH)), losses.apply(Reduction.MEAN));
  }
}
