package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.getModel;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.Adam;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.ParameterGroup;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.ImmutableIntArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A body that has been trained on some classes, in PyTorch perhaps, helps to learn others from few
 * images: first only a new head is trained, then all of the model, the body at a lower rate.
 */
public final class TransferLearning {
  private TransferLearning() {}

  /** A body, "0", from [batch, 1, 28, 28] to [batch, 64, 4, 4], and a head for 5 classes, "2". */
  static Sequential model() {
    Seed.set(1);
    var body = getModel(ReLU::new, BatchNorm2d::new, 1, 16, 32, 64).slice(0, 3);
    return new Sequential(body, new Flatten(), new Linear(64 * 4 * 4, 5));
  }

  /** The images of classes 0 to 4 (half 0) or 5 to 9 (half 1), labelled 0 to 4. */
  static Dataset half(Dataset images, int half) {
    var chosen = IntStream.range(0, images.size()).filter(i -> images.get(i).label() / 5 == half);
    return images
        .subset(ImmutableIntArray.copyOf(chosen))
        .map(item -> Sample.tuple(item.arrays().get(0), item.label() % 5));
  }

  /** Loads the body from the "features" of a state in a file; the head stays as it is. */
  static void loadBody(Sequential model, Path file) {
    model.get(0).loadStateDict(StateDicts.under("features", Safetensors.read(file).tensors()));
  }

  /** Adam with a tenth of the rate for the body. */
  private static Optimizer slowBody(Map<String, Tensor> parameters, double rate) {
    var body = new ParameterGroup(ParameterGroup.under(parameters, "0"), rate / 10);
    var head = new ParameterGroup(ParameterGroup.under(parameters, "2"), rate);
    return new Adam(List.of(body, head), 0.9, 0.999, 1e-8);
  }

  /** The accuracy after as many epochs of the head, and as many of all of the model. */
  static double transfer(Path file, DataLoaders dls, int epochs) {
    Sequential model = model();
    loadBody(model, file);
    model.get(0).freeze();
    fit(model, dls, epochs, Adam::new);
    model.get(0).unfreeze();
    return fit(model, dls, epochs, TransferLearning::slowBody);
  }

  static double fit(Module model, DataLoaders dls, int epochs, Optimizer.Factory optimizer) {
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    new TrainLearner(model, dls, Losses::crossEntropy, 0.003, metrics)
        .optimizer(optimizer)
        .fit(epochs);
    return metrics.last("accuracy");
  }

  /** Trains a model, and writes it with the name that its body would have in PyTorch. */
  static void pretrain(DataLoaders dls, int epochs, Path file) {
    Sequential model = model();
    fit(model, dls, epochs, Adam::new);
    Safetensors.of(StateDicts.prefixed("features", model.get(0).stateDict())).write(file);
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    Path file = Path.of("out", "body.safetensors");
    pretrain(DataLoaders.of(half(data.train(), 0), half(data.valid(), 0), 128), 1, file);
    var dls = DataLoaders.of(half(data.train().subset(0, 400), 1), half(data.valid(), 1), 32);
    System.out.println("from scratch: " + fit(model(), dls, 4, Adam::new));
    System.out.println("transferred:  " + transfer(file, dls, 2));
  }
}
