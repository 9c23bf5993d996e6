package ai.miniai.learner;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.device.MemoryUse;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Dropout;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GELU;
import ai.miniai.nn.Linear;
import ai.miniai.nn.MaxPool2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.random.Generator;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Trains and predicts on many threads, for {@link ThreadsTest}, which runs it in a process of its
 * own: what goes wrong with memory ends a process. Each scenario compares with the same work done
 * alone, bit for bit.
 */
enum ThreadStress {
  /** One new network after the other, each fitted on a thread of its own. */
  FITS_ON_FRESH_THREADS {
    @Override
    void run() throws Exception {
      for (int seed = 0; seed < 8; seed++) {
        int s = seed;
        equal(alone(s), onFreshThread(() -> fit(s)), "fit with seed " + s);
      }
    }
  },

  /** A pool with more work than threads. */
  FITS_IN_A_POOL {
    @Override
    void run() throws Exception {
      fitTogether(3, 9);
    }
  },

  FOUR_LEARNERS_AT_ONCE {
    @Override
    void run() throws Exception {
      fitTogether(4, 4);
      fitTogether(4, 4);
    }
  },

  /** Six threads predict with one model while another model trains. */
  PREDICTIONS_WHILE_ANOTHER_MODEL_TRAINS {
    @Override
    void run() throws Exception {
      Module model = new Sequential(network(5), new Flatten());
      model.eval();
      List<Tensor> images = IntStream.range(0, 6).mapToObj(i -> images(i, 1 + 7 * i)).toList();
      List<double[]> expected = images.stream().map(x -> predict(model, x)).toList();
      AtomicBoolean training = new AtomicBoolean(true);
      together(
          7,
          i -> {
            if (i == 6) {
              double[] weights;
              try {
                weights = fit(3);
              } finally {
                training.set(false);
              }
              equal(alone(3), weights, "fit beside predictions");
              return;
            }
            int rounds = 0;
            while (rounds++ < 20 || training.get()) {
              equal(expected.get(i), predict(model, images.get(i)), "predictions of thread " + i);
            }
          });
    }
  },

  /** Threads that come and go leave no memory behind, whether they train or predict. */
  FIVE_HUNDRED_SHORT_LIVED_THREADS {
    @Override
    void run() throws Exception {
      Module model = network(1);
      model.eval();
      long early = 0;
      for (int i = 0; i < 500; i++) {
        if (i == 150) {
          early = megabytes();
        }
        int seed = i;
        onFreshThread(
            () -> {
              try (MemoryScope scope = MemoryScope.open()) {
                predict(model, images(seed, 64));
              }
              return step(seed);
            });
      }
      long late = megabytes();
      if (late > early + 64) {
        throw new AssertionError(
            "resident memory: " + early + " MB after 150 threads, " + late + " MB after 500");
      }
    }
  };

  private static final int SIDE = 20;

  abstract void run() throws Exception;

  /** Runs the scenario that the argument names. */
  public static void main(String... arguments) throws Exception {
    valueOf(arguments[0]).run();
    System.exit(0); // also if a thread of a failed scenario still runs
  }

  /** Work of one of several threads. */
  interface Work {
    void run(int number) throws Exception;
  }

  private static void fitTogether(int threads, int fits) throws Exception {
    List<double[]> expected = IntStream.range(0, fits).mapToObj(ThreadStress::alone).toList();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<double[]>> work = new ArrayList<>();
      IntStream.range(0, fits).forEach(seed -> work.add(() -> fit(seed)));
      List<Future<double[]>> results = pool.invokeAll(work);
      for (int seed = 0; seed < fits; seed++) {
        equal(expected.get(seed), results.get(seed).get(), "fit with seed " + seed);
      }
    } finally {
      pool.shutdown();
    }
  }

  private static void together(int threads, Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(
            () -> {
              work.run(number);
              return null;
            });
      }
      for (Future<Void> end : pool.invokeAll(all)) {
        end.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static <T> T onFreshThread(Callable<T> work) throws Exception {
    ExecutorService fresh = Executors.newSingleThreadExecutor();
    try {
      return fresh.submit(work).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fresh thread failed", e.getCause());
    } finally {
      fresh.shutdown();
    }
  }

  private static double[] alone(int seed) {
    return fit(seed);
  }

  /** All weights of a network after a fit of two epochs; shapes differ with the seed. */
  private static double[] fit(int seed) {
    Seed.set(seed);
    Sequential model = new Sequential(network(seed), new Dropout(0.1), new Flatten());
    DataLoader loader = DataLoader.of(dataset(90 + seed), 32).shuffle(true);
    DataLoaders dls = new DataLoaders(loader, DataLoader.of(dataset(40), 40));
    new TrainLearner(model, dls, Losses::crossEntropy, 0.1, new Callback() {}).fit(2);
    return weights(model);
  }

  /** All weights after one step without a learner. */
  private static double[] step(int seed) {
    Seed.set(seed);
    Module model = network(1);
    try (MemoryScope scope = MemoryScope.open()) {
      Tensor logits = model.call(images(seed, 64)).flatten(1);
      logits.crossEntropy(Tensor.of(new long[64])).backward();
    }
    return weights(model);
  }

  private static double[] weights(Module model) {
    return model.parameters().values().stream()
        .flatMapToDouble(weight -> Arrays.stream(Host.read(weight)))
        .toArray();
  }

  private static double[] predict(Module model, Tensor x) {
    return Autograd.noGrad(() -> Host.read(model.call(x)));
  }

  private static Sequential network(int seed) {
    int width = 4 + seed % 3;
    return new Sequential(
        new Conv2d(1, width, 5, 2, 2),
        new ReLU(),
        new Conv2d(width, 2 * width, 3, 1, 1),
        new BatchNorm2d(2 * width),
        new GELU(),
        new MaxPool2d(2, 2, 0),
        new Conv2d(2 * width, 16, 3, 2, 1, false),
        new ReLU(),
        new Flatten(),
        new Linear(16 * 3 * 3, 10));
  }

  private static Tensor images(int seed, int count) {
    return Tensor.of(new Generator(seed).normal(count * SIDE * SIDE, 0, 1), count, 1, SIDE, SIDE);
  }

  private static Dataset dataset(int size) {
    float[] pixels = new Generator(size).normal(size * SIDE * SIDE, 0, 1);
    return Dataset.of(
        IntStream.range(0, size)
            .mapToObj(
                i -> {
                  float[] image =
                      Arrays.copyOfRange(pixels, i * SIDE * SIDE, (i + 1) * SIDE * SIDE);
                  return Sample.of(image, new long[] {1, SIDE, SIDE}, i % 10);
                })
            .toList());
  }

  private static long megabytes() {
    return MemoryUse.settled().resident() >> 20;
  }

  private static void equal(double[] expected, double[] actual, String what) {
    if (!Arrays.equals(expected, actual)) {
      int at = Arrays.mismatch(expected, actual);
      throw new AssertionError(
          what + ": " + expected[at] + " alone, " + actual[at] + " here, at " + at);
    }
  }
}
