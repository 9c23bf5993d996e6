package ai.miniai.callback.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.schedule.RecorderCB;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.Toy;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm1d;
import ai.miniai.optim.Adam;
import ai.miniai.optim.SGD;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run with everything that remembers something. */
final class Run {
  static final int EPOCHS = 2;
  static final int BATCHES = 5;

  enum Kind {
    ADAM {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks)
            .optimizer(Adam::new);
      }
    },
    SGD_WITH_MOMENTUM {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new TrainLearner(model, dls, Losses::crossEntropy, 0.01, callbacks)
            .optimizer((parameters, lr) -> new SGD(parameters, lr, 0.9));
      }
    },
    MOMENTUM_IN_THE_GRADIENTS {
      @Override
      Learner learner(Module model, DataLoaders dls, Callback... callbacks) {
        return new MomentumLearner(model, dls, Losses::crossEntropy, 0.01, callbacks);
      }
    };

    abstract Learner learner(Module model, DataLoaders dls, Callback... callbacks);
  }

  final RecorderCB recorder = new RecorderCB().lr().momentum().loss();
  final MetricsCB metrics = new MetricsCB("accuracy", new MulticlassAccuracy()).log(row -> {});
  final Module model;
  final Learner learner;

  Run(Kind kind, long seed, Callback... more) {
    Seed.set(seed);
    model =
        new Sequential(
            new Linear(Toy.CLASSES, 8),
            new BatchNorm1d(8),
            new ReLU(),
            new Dropout(0.3),
            new Linear(8, Toy.CLASSES));
    DataLoaders dls =
        new DataLoaders(
            DataLoader.of(Toy.points(4 * BATCHES - 1, 1), 4).shuffle(true),
            DataLoader.of(Toy.points(6, 2), 4).shuffle(true).generator(new Generator(seed)));
    List<Callback> callbacks = new ArrayList<>(List.of(recorder, metrics));
    callbacks.add(new BatchSchedCB(new OneCycle(0.05, EPOCHS * BATCHES)));
    callbacks.addAll(List.of(more));
    learner = kind.learner(model, dls, callbacks.toArray(new Callback[0]));
  }

  void assertIsIdenticalTo(Run other) {
    assertThat(values(model)).usingRecursiveComparison().isEqualTo(values(other.model));
    assertThat(metrics.rows()).isEqualTo(other.metrics.rows());
    assertThat(recorder.lines()).usingRecursiveComparison().isEqualTo(other.recorder.lines());
  }

  private static Map<String, double[]> values(Module model) {
    ImmutableMap.Builder<String, double[]> values = ImmutableMap.builder();
    model.stateDict().forEach((name, value) -> values.put(name, value.toDoubles()));
    return values.buildOrThrow();
  }
}
