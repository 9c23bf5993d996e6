package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.resnet;

import ai.miniai.callback.progress.MetricsCB;
import ai.miniai.data.Batch;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.hooks.Hook;
import ai.miniai.hooks.HookFunction;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.metric.MulticlassAccuracy;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.AdamW;
import ai.miniai.random.Seed;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import ai.miniai.viz.Figure;
import ai.miniai.viz.Plots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a network looks: Grad-CAM, with a hook on the forward and one on the backward pass of a
 * layer. Source: Selvaraju et al., Grad-CAM: Visual Explanations from Deep Networks via
 * Gradient-based Localization, 2017.
 */
public final class GradCam {
  private GradCam() {}

  /**
   * How much each place of the images speaks for the class that the model predicts; 0 or more. The
   * channels of {@code layer} are weighted by the mean of their gradients, and added up.
   *
   * @param model in evaluation mode; [batch, channels, height, width] to scores [batch, classes]
   * @param layer of the model, with an output [batch, channels, height / n, width / n]
   * @return [batch, height, width]
   */
  static Tensor maps(Module model, Module layer, Tensor images) {
    List<Tensor> seen = new ArrayList<>();
    HookFunction keep = (hook, module, inputs, output) -> seen.add(output.detach());
    try (var step = MemoryScope.open();
        var forward = new Hook("activations", layer, keep);
        var backward = Hook.preBackward("gradients", layer, keep)) {
      Tensor x = images.detach().requiresGrad(true); // so that frozen layers have gradients too
      model.call(x).max(1).sum().backward();
      Tensor activations = seen.get(0);
      Tensor weights = seen.get(1).mean(new int[] {2, 3}, true);
      Tensor map = activations.times(weights).sum(new int[] {1}, true).relu();
      int scale = (int) (images.size(2) / map.size(2));
      return map.upsampleBilinear(scale).squeeze(1).detach(); // a copy that outlives the scope
    } finally {
      model.parameters().values().forEach(Tensor::zeroGrad);
    }
  }

  /** The images of a batch beside the same images with their maps. */
  static Figure figure(Module model, Module layer, Batch batch, List<String> classNames) {
    return Plots.beside(
        Plots.showImages(batch, classNames),
        Plots.showHeatMaps(batch, maps(model, layer, batch.x()), classNames));
  }

  /** A residual network, whose last layer with places, number 2, puts out [batch, 64, 7, 7]. */
  static Sequential train(DataLoaders dls, int epochs) {
    Seed.set(1);
    var model = resnet(ReLU::new, 16, 32, 64);
    var metrics = new MetricsCB("accuracy", new MulticlassAccuracy());
    new TrainLearner(model, dls, Losses::crossEntropy, 0.01, metrics)
        .optimizer(AdamW::new)
        .fit(epochs);
    return model;
  }

  public static void main(String... arguments) {
    Dataset images = FashionMnist.load().train();
    var dls = DataLoaders.of(images.subset(0, 10_000), images.subset(10_000, 11_000), 128);
    var model = train(dls, 2);
    Batch batch = dls.valid().iterator().next();
    figure(model, model.get(2), batch, FashionMnist.CLASSES).save(Path.of("out", "grad-cam.png"));
  }
}
