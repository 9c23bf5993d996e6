package ai.miniai.examples;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.callback.schedule.BatchSchedCB;
import ai.miniai.callback.training.BatchTransformCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.learner.Predictions;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Module;
import ai.miniai.nn.Upsample;
import ai.miniai.nn.model.ResBlock;
import ai.miniai.optim.AdamW;
import ai.miniai.optim.schedule.OneCycle;
import ai.miniai.random.Seed;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.List;

/**
 * A small U-Net that removes noise from images. The way up gets what the way down has seen at the
 * same size, so details need not pass through the narrow middle. Source: Ronneberger et al., U-Net:
 * Convolutional Networks for Biomedical Image Segmentation, 2015; with residual blocks.
 */
public final class UNetAutoencoder {
  /** The standard deviation of the noise; pixels are from 0 to 1. */
  private static final double NOISE = 0.3;

  private UNetAutoencoder() {}

  /** [batch, 1, height, width] to the same shape; height and width are multiples of 4. */
  static final class UNet extends Module {
    private final Module up = child("up", new Upsample(2));
    private final Module down1 = child("down1", new ResBlock(1, 8, 1));
    private final Module down2 = child("down2", new ResBlock(8, 16, 2));
    private final Module middle = child("middle", new ResBlock(16, 32, 2));
    private final Module up2 = child("up2", new ResBlock(32 + 16, 16, 1));
    private final Module up1 = child("up1", new ResBlock(16 + 8, 8, 1));
    private final Module last = child("last", new Conv2d(8, 1, 1));

    @Override
    protected Tensor forward(Tensor x) {
      Tensor whole = down1.call(x);
      Tensor half = down2.call(whole);
      Tensor quarter = middle.call(half);
      Tensor halfAgain = up2.call(Tensor.concat(1, up.call(quarter), half));
      return last.call(up1.call(Tensor.concat(1, up.call(halfAgain), whole)));
    }
  }

  /** The images with noise as the input, and without it as the target, whatever that was. */
  private static Batch noisy(Batch batch) {
    Tensor clean = batch.x();
    return new Batch(List.of(clean.plus(Tensor.randn(clean.shape()).times(NOISE)), clean));
  }

  /**
   * Trains, and returns the validation images: as they are, with noise, and with the noise removed.
   */
  static Predictions run(Dataset train, Dataset valid, int batchSize, int epochs) {
    Seed.set(1);
    var dls = DataLoaders.of(train, valid, batchSize);
    var noise = new BatchTransformCB(UNetAutoencoder::noisy);
    var learn = new TrainLearner(new UNet(), dls, Losses::mse, 0.01, noise, new MetricsCB());
    var schedule = new BatchSchedCB(new OneCycle(0.01, epochs * dls.train().size()));
    learn.optimizer(AdamW::new).fit(epochs, schedule);
    return learn.getPredsWithInput(dls.valid());
  }

  /** How many times smaller the mean squared error is than that of the images with noise. */
  static double gain(Predictions cleaned) {
    Tensor truth = cleaned.targets();
    Tensor before = cleaned.inputs().orElseThrow().mse(truth);
    return before.div(cleaned.preds().mse(truth)).item();
  }

  public static void main(String... arguments) {
    var data = FashionMnist.load();
    var cleaned = run(data.train().subset(0, 10_000), data.valid().subset(0, 1000), 64, 2);
    System.out.println("the error is smaller by a factor of " + gain(cleaned));
    Plots.beside(
            Plots.showImages(new Batch(List.of(cleaned.inputs().orElseThrow().clamp(0.0, 1.0)))),
            Plots.showImages(new Batch(List.of(cleaned.preds().clamp(0.0, 1.0)))))
        .save(Path.of("out", "unet.png"));
  }
}
