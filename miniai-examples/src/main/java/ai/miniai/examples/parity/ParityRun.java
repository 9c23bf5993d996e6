package ai.miniai.examples.parity;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.nn.ModuleException;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/** Computes again what PyTorch computed in a case. */
public final class ParityRun {
  private static final String IMAGES = "images";

  private ParityRun() {}

  /**
   * The quantities by name, each flattened in row-major order, in the default floating point type.
   *
   * @param images is asked for the images only if the case is a training on them
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if the case is not as it should be; the message names it
   */
  public static Map<String, double[]> run(ParityCase parity, Supplier<FashionMnist> images)
      throws IOException {
    try {
      return compute(parity, images);
    } catch (IllegalArgumentException | ModuleException wrong) {
      throw new IllegalArgumentException(parity.name() + ": " + wrong.getMessage(), wrong);
    } catch (ArithmeticException | OutOfMemoryError tooLarge) { // of a damaged size
      throw new IllegalArgumentException(
          parity.name() + ": the case wants more memory than there is: check its sizes", tooLarge);
    }
  }

  private static Map<String, double[]> compute(ParityCase parity, Supplier<FashionMnist> images)
      throws IOException {
    String form = parity.optional("/form").asText(IMAGES);
    return switch (form) {
      case IMAGES -> ImageRun.run(parity, images.get());
      case "layer" -> LayerRun.run(parity);
      case "loss" -> LossRun.run(parity);
      case "metric" -> MetricRun.run(parity);
      case "training" -> TrainingRun.run(parity);
      default ->
          throw new IllegalArgumentException(
              "the form "
                  + form
                  + " is not known; known are images (which need not be said), layer, loss, metric,"
                  + " training");
    };
  }
}
