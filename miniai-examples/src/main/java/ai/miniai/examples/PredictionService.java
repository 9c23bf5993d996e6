package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.getModel;
import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Callback;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.optim.AdamW;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.primitives.Floats;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Predicts on four threads, for programs that ask over HTTP, while a model trains on another
 * thread. What predicts is a copy of the model; after each epoch the training puts a new one in its
 * place.
 */
public final class PredictionService {
  private static final int PIXELS = 28 * 28;

  private PredictionService() {}

  /** The name of the likeliest class, and the probability of each class. */
  record Answer(String label, double... probabilities) {}

  /** Keeps a copy of the model as it was after the last validation, for other threads. */
  static final class Snapshot extends Callback {
    private volatile Module latest;

    Snapshot(Module model) {
      latest = model.copy();
    }

    Module latest() {
      return latest;
    }

    @Override
    public void afterEpoch() {
      if (!training()) {
        latest = model().copy();
      }
    }
  }

  /**
   * Starts to serve: {@code POST /predict} with a JSON array of 784 pixels from 0 to 1.
   *
   * @param model gives the model for each prediction; must be thread-safe
   */
  static JsonServer serve(Supplier<Module> model, int port) throws IOException {
    return new JsonServer(port, 4, "/predict", float[].class, x -> predict(model.get(), x));
  }

  private static Answer predict(Module model, float... pixels) {
    checkArgument(
        pixels.length == PIXELS,
        "expected the %s pixels of an image, got %s",
        PIXELS,
        pixels.length);
    Floats.asList(pixels)
        .forEach(one -> checkArgument(one >= 0 && one <= 1, "a pixel is from 0 to 1, not %s", one));
    try (var scope = MemoryScope.open()) {
      Tensor scores = model.call(Tensor.of(pixels, 1, 1, 28, 28));
      String label = FashionMnist.CLASSES.get((int) scores.argmax(1).item());
      return new Answer(label, scores.softmax(1).toDoubles());
    }
  }

  public static void main(String... arguments) throws IOException {
    var data = FashionMnist.load();
    var model = getModel(ReLU::new, BatchNorm2d::new);
    var snapshot = new Snapshot(model);
    try (var server = serve(snapshot::latest, 8080)) {
      System.out.println("POST 784 pixels to http://localhost:" + server.port() + "/predict");
      var dls = DataLoaders.of(data.train(), data.valid(), 256);
      new TrainLearner(model, dls, Losses::crossEntropy, 0.01, snapshot)
          .optimizer(AdamW::new)
          .fit(5);
    }
  }
}
