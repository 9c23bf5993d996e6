package ai.miniai.examples;

import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Callback;
import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.doctor.DoctorCB;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.hooks.Hooks;
import ai.miniai.io.Safetensors;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The library in the order in which one meets it: the program of docs/api-tour.md. */
public final class ApiTour {
  /** A network of one's own: two layers, and the input again. */
  static final class Skip extends Module {
    private final Linear first;
    private final Linear second;

    Skip(int width) {
      first = child("first", new Linear(width, width));
      second = child("second", new Linear(width, width));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return second.call(first.call(x).relu()).plus(x);
    }
  }

  /** Prints the loss of each tenth batch. */
  static final class EveryTenth extends Callback {
    @Override
    public void afterBatch() {
      if (training() && learn().iteration() % 10 == 0) {
        System.out.printf("batch %d: loss %.3f%n", learn().iteration(), learn().loss().item());
      }
    }
  }

  private ApiTour() {}

  static void tensors() {
    Seed.set(1);
    var x = Tensor.randn(4, 2);
    var w = Tensor.ones(2, 3).requiresGrad(true);
    var y = x.matmul(w).relu();
    y.sum().backward();
    System.out.println(y.mean(0));
    System.out.println(w.grad());
  }

  /** Points in the plane; the class says whether a point is inside of a circle. */
  static Dataset points(int n) {
    List<Sample> points = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      float[] point = Seed.generator().normal(2, 0, 1);
      int inside = Math.hypot(point[0], point[1]) < 1.2 ? 1 : 0;
      points.add(Sample.of(point, new long[] {2}, inside));
    }
    return Dataset.of(points);
  }

  /** Trains, looks inside, saves and predicts; pictures and weights go to {@code folder}. */
  static double run(Path folder) {
    var dls = DataLoaders.of(points(1000), points(200), 20);

    var model =
        new Sequential(new Linear(2, 16), new ReLU(), new Skip(16), new ReLU(), new Linear(16, 2));
    System.out.println(model);
    System.out.println(model.getSubmodule("2.first").parameters().keySet());

    var learn =
        new TrainLearner(model, dls, Losses::crossEntropy, 0.01)
            .optimizer((parameters, lr) -> new AdamW(parameters, lr).betas(0.9, 0.99));
    learn.fit(1);

    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    learn.fit(1, metrics, new EveryTenth());

    try (var hooks =
        new Hooks(
            model.children(),
            (hook, module, inputs, output) ->
                System.out.println(hook.name() + ": " + output.std().item()))) {
      learn.predict(Tensor.randn(5, 2));
      System.out.println(hooks.size() + " modules were watched");
    }

    var stats = new ActivationStats(Linear.class);
    learn.fit(1, stats);
    System.out.println(stats.layers().get(0).last());

    Plots.colorDim(stats).save(folder.resolve("color-dim.png"));

    learn.fit(2, new DoctorCB());

    Safetensors.of(model.stateDict()).write(folder.resolve("model.safetensors"));

    var loaded =
        new Sequential(new Linear(2, 16), new ReLU(), new Skip(16), new ReLU(), new Linear(16, 2));
    loaded.loadStateDict(Safetensors.read(folder.resolve("model.safetensors")).tensors());
    var predicting = new TrainLearner(loaded);
    var logits = predicting.predict(Tensor.of(new float[] {0, 0, 3, 3}, 2, 2));
    System.out.println(logits.argmax(1));

    return requireNonNull(metrics.rows().get(1).values().get("accuracy"));
  }

  /** Runs all of it. */
  public static void main(String... arguments) {
    tensors();
    run(Path.of("out", "api-tour"));
  }
}
