package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.conv;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.loss.MultiOutputLoss;
import ai.miniai.metric.BinaryAccuracy;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.metric.ScoreKind;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableMap;
import java.util.Set;

/**
 * A model with two outputs, each with a loss, a target and a metric of its own: the class of a
 * piece of clothing, and whether it is footwear.
 */
public final class TwoHeads {
  /** Sandal, sneaker and ankle boot. */
  private static final Set<Long> FOOTWEAR = Set.of(5L, 7L, 9L);

  private TwoHeads() {}

  /** [batch, 1, 28, 28] to the logits "class" [batch, 10] and "footwear" [batch]. */
  static final class Network extends Module {
    private final Module body;
    private final Module toClass;
    private final Module toFootwear;

    Network() {
      body =
          child("body", new Sequential(block(1, 16), block(16, 32), block(32, 64), new Flatten()));
      toClass = child("toClass", new Linear(64 * 4 * 4, 10));
      toFootwear = child("toFootwear", new Linear(64 * 4 * 4, 1));
    }

    private static Module block(int in, int out) {
      return conv(in, out, 3, 2, ReLU::new, BatchNorm2d::new);
    }

    @Override
    protected Outputs forwardAll(Tensor... inputs) {
      Tensor features = body.call(inputs);
      return Outputs.of("class", toClass.call(features))
          .and("footwear", toFootwear.call(features).squeeze(1));
    }
  }

  /** An image and its class, and a third value: 1 for footwear, otherwise 0. */
  static Sample withFootwear(Sample item) {
    float footwear = FOOTWEAR.contains(item.label()) ? 1 : 0;
    return Sample.tuple(item.arrays().get(0), item.label(), footwear);
  }

  /** Trains, and returns the metrics "class" and "footwear". */
  static MetricsCB run(Dataset train, Dataset valid, int epochs) {
    Seed.set(1);
    var dls =
        DataLoaders.of(train.map(TwoHeads::withFootwear), valid.map(TwoHeads::withFootwear), 64);
    var loss =
        MultiOutputLoss.of("class", Losses::crossEntropy)
            .and("footwear", Losses::binaryCrossEntropyWithLogits, 0.5);
    var metrics = // tensor 0 of a batch is the image, the targets are 1 and 2
        new MetricsCB(
            ImmutableMap.of(
                "class", new MulticlassAccuracy().on("class", 1),
                "footwear", new BinaryAccuracy(0.5, ScoreKind.LOGITS).on("footwear", 2)));
    new TrainLearner(new Network(), dls, loss, 0.003, metrics).optimizer(AdamW::new).fit(epochs);
    return metrics;
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    run(data.train(), data.valid(), 2);
  }
}
