package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.nn.ModuleList;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.MultimapBuilder;
import java.util.List;

/**
 * Lesson 16, first attempt: a model class that records the statistics of its layers' outputs
 * itself.
 */
public final class Lesson16Manual {
  private Lesson16Manual() {}

  /** Runs its layers one after the other, and stores mean and standard deviation of each output. */
  static final class SequentialModel extends Module {
    final ListMultimap<Integer, Double> means =
        MultimapBuilder.treeKeys().arrayListValues().build();
    final ListMultimap<Integer, Double> stds = MultimapBuilder.treeKeys().arrayListValues().build();
    private final ModuleList layers;

    SequentialModel(List<Module> layers) {
      this.layers = child("layers", new ModuleList(layers));
    }

    @Override
    protected Tensor forward(Tensor input) {
      Tensor x = input;
      for (int i = 0; i < layers.size(); i++) {
        x = layers.get(i).call(x);
        if (training()) {
          means.put(i, x.mean().item());
          stds.put(i, x.std().item());
        }
      }
      return x;
    }
  }

  /** Trains for one epoch at a learning rate that is too high. */
  static SequentialModel run(DataLoaders dls) {
    Seed.set(1);
    var model = new SequentialModel(ModelName.CNN.create().children());
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    new TrainLearner(model, dls, Losses::crossEntropy, 0.6, metrics).fit(1);
    return model;
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    var model = run(DataLoaders.of(data.train(), data.valid(), 1024));
    model.stds.asMap().forEach((layer, stds) -> System.out.println(layer + " " + stds));
  }
}
