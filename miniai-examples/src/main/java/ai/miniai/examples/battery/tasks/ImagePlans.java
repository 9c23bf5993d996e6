package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.loss.CrossEntropyLoss;
import ai.miniai.loss.MSELoss;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm2d;
import ai.miniai.tensor.HostArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Trainings on images of Fashion-MNIST that go well. */
final class ImagePlans {
  private static final int IMAGES = 3200;
  private static final int CHECKS = 1000;
  private static final int PIXELS = 28 * 28;

  /** The mean and standard deviation of the pixels in [0, 1]. */
  private static final float MEAN = 0.28f;

  private static final float STD = 0.35f;

  private ImagePlans() {}

  static Plan classes(Supplier<FashionMnist> images) {
    Plan plan =
        new Plan(
            normalised(images.get().train().subset(0, IMAGES)),
            normalised(images.get().valid().subset(0, CHECKS)),
            kind -> new CrossEntropyLoss().reduction(kind),
            Quality.ACCURACY);
    plan.network = ImagePlans::convolutions;
    plan.fittingNorm = BatchNorm2d::new;
    plan.epochs = 3;
    plan.raw = ImagePlans::bytes;
    return plan.sgd(0.05);
  }

  /** Images [1, 28, 28] to the same images as rows [784], through 32 numbers. */
  static Plan autoencoder(Supplier<FashionMnist> images) {
    Plan plan =
        new Plan(
            ofThemselves(normalised(images.get().train().subset(0, IMAGES))),
            ofThemselves(normalised(images.get().valid().subset(0, CHECKS))),
            kind -> new MSELoss().reduction(kind),
            Quality.SQUARES);
    plan.shape = new Mlp(PIXELS, 3, 32, PIXELS);
    plan.raw = ImagePlans::bytes;
    return plan;
  }

  /** [batch, 1, 28, 28] to [batch, 10]. */
  private static Module convolutions(Plan plan) {
    List<Module> modules = new ArrayList<>();
    int[] widths = {1, 8, 16, 32};
    for (int i = 1; i < widths.length; i++) {
      modules.add(Layers.conv(widths[i - 1], widths[i], 3, 2, plan.act, plan.norm));
    }
    modules.add(new Flatten());
    if (plan.between != null) {
      modules.add(plan.between.get());
    }
    modules.add(new Linear(4 * 4 * 32, 10));
    return new Sequential(modules);
  }

  private static Dataset normalised(Dataset images) {
    return Dataset.of(
        IntStream.range(0, images.size()).mapToObj(i -> normalised(images.get(i))).toList());
  }

  private static Sample normalised(Sample image) {
    HostArray.Floats input = (HostArray.Floats) image.arrays().get(0);
    float[] pixels = input.values().clone();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (pixels[i] - MEAN) / STD;
    }
    return Sample.of(new HostArray.Floats(pixels, input.shape()), image.arrays().get(1));
  }

  private static float[] bytes(float[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * (STD * pixels[i] + MEAN);
    }
    return pixels;
  }

  private static Dataset ofThemselves(Dataset images) {
    return images.map(
        sample -> {
          HostArray.Floats image = (HostArray.Floats) sample.arrays().get(0);
          return Sample.of(image, new HostArray.Floats(image.values(), PIXELS));
        });
  }
}
