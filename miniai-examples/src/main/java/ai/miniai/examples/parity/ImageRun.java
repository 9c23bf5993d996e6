package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.During;
import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.DataLoaders;
import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.histogram.Bins;
import ai.miniai.hooks.ActivationStats;
import ai.miniai.learner.Learner;
import ai.miniai.learner.MomentumLearner;
import ai.miniai.learner.TrainLearner;
import ai.miniai.loss.Losses;
import ai.miniai.nn.Module;
import ai.miniai.recording.Distribution;
import ai.miniai.recording.LayerStats;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.MemoryScope;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import com.google.common.collect.Streams;
import com.google.common.primitives.Doubles;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Repeats a training on images of Fashion-MNIST, with statistics of activations. */
final class ImageRun {
  private static final int EVALUATED = 512;

  private final ParityCase parity;
  private final Module model;
  private final TrainingLog log;

  private ImageRun(ParityCase parity) throws IOException {
    this.parity = parity;
    this.model = ImageModel.build(parity);
    this.log = new TrainingLog(InitialWeights.load(parity, model).values());
  }

  /** The quantities by name, each flattened in row-major order. */
  static Map<String, double[]> run(ParityCase parity, FashionMnist images) throws IOException {
    return new ImageRun(parity).run(images);
  }

  private Map<String, double[]> run(FashionMnist images) throws IOException {
    int batchSize = parity.integer("/batch_size");
    int first = parity.integer("/first_image");
    long end = first + (long) batchSize * parity.integer("/batches");
    checkArgument(
        first >= 0 && batchSize > 0 && end > first && end <= images.train().size(),
        "the case wants the training images %s to %s, but there are %s",
        first,
        end,
        images.train().size());
    Dataset train = prepared(images.train().subset(first, (int) end));
    DataLoader evaluated = DataLoader.of(prepared(images.valid().subset(0, EVALUATED)), EVALUATED);
    DataLoaders dls = new DataLoaders(DataLoader.of(train, batchSize), evaluated);
    Set<Module> watched = Sets.newIdentityHashSet();
    Map<String, Module> modules = model.namedModules();
    for (String path : hooked()) {
      Module module = modules.get(path);
      checkArgument(module != null, "no module %s in\n%s", path, model);
      watched.add(module);
    }
    var stats = new ActivationStats(watched::contains, bins(), During.TRAINING);
    learner(dls).fit(1, true, false, List.of(new Watch(), stats), parity.number("/optimizer/lr"));
    return quantities(stats, evaluated);
  }

  private List<String> hooked() {
    return Streams.stream(parity.part("/hooked")).map(JsonNode::asText).toList();
  }

  private Bins bins() {
    return new Bins(
        parity.integer("/histogram/bins"),
        parity.number("/histogram/min"),
        parity.number("/histogram/max"));
  }

  private Map<String, double[]> quantities(ActivationStats stats, DataLoader evaluated) {
    return ImmutableMap.<String, double[]>builder()
        .putAll(log.quantities())
        .put("act_mean", each(stats, LayerStats::means))
        .put("act_std", each(stats, LayerStats::stds))
        .put("act_hist", each(stats, ImageRun::histograms))
        .put("eval_logits", logits(evaluated))
        .buildOrThrow();
  }

  private Dataset prepared(Dataset images) {
    if (!parity.optional("/normalize").isObject()) {
      return images;
    }
    float mean = (float) parity.number("/normalize/mean");
    float std = (float) parity.number("/normalize/std");
    return images.map(
        sample -> {
          HostArray.Floats pixels = (HostArray.Floats) sample.arrays().get(0);
          float[] normal = pixels.values().clone();
          for (int i = 0; i < normal.length; i++) {
            normal[i] = (normal[i] - mean) / std;
          }
          return Sample.of(new HostArray.Floats(normal, pixels.shape()), sample.arrays().get(1));
        });
  }

  private Learner learner(DataLoaders dls) throws IOException {
    double lr = parity.number("/optimizer/lr");
    String kind = parity.part("/learner").asText();
    Learner learner =
        switch (kind) {
          case "TrainLearner" -> new TrainLearner(model, dls, Losses::crossEntropy, lr);
          case "MomentumLearner" ->
              new MomentumLearner(
                  model, dls, Losses::crossEntropy, lr, parity.number("/optimizer/accumulate"));
          default ->
              throw new IllegalArgumentException(
                  "the learner " + kind + " is not known; known are TrainLearner, MomentumLearner");
        };
    return learner.optimizer(PyTorchOptimizer.of(parity));
  }

  /** Records losses and gradients during training. */
  private final class Watch extends Callback {
    @Override
    protected Set<Attribute<?>> forward() {
      return Sets.union(super.forward(), Set.of(Attribute.LOSS));
    }

    @Override
    public void afterLoss() {
      log.loss(get(Attribute.LOSS));
    }

    @Override
    public void afterBackward() {
      log.gradients();
    }
  }

  private static double[] each(ActivationStats stats, Function<LayerStats, double[]> numbers) {
    return Doubles.concat(stats.layers().stream().map(numbers).toArray(double[][]::new));
  }

  /** For each batch the counts of the bins, then the count above the last bin. */
  private static double[] histograms(LayerStats layer) {
    ImmutableDoubleArray.Builder all = ImmutableDoubleArray.builder();
    for (Distribution column : layer.columns()) {
      column.counts().stream().asDoubleStream().forEach(all::add);
      all.add((double) column.overflow());
    }
    return all.build().toArray();
  }

  private double[] logits(DataLoader evaluated) {
    model.eval();
    try (Batches batches = evaluated.iterate();
        MemoryScope step = MemoryScope.open()) {
      return Autograd.noGrad(() -> model.call(batches.next().x()).toDoubles());
    }
  }
}
