package ai.miniai.examples.parity;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.optim.Optimizer;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains layers in a row, one step for each batch. */
final class TrainingRun {
  private static final String TARGET = "target";

  private final List<RowLayer> row = new ArrayList<>();
  private final PyTorchLosses.Loss loss;
  private final Optimizer optimizer;
  private final TrainingLog log;

  private TrainingRun(ParityCase parity) throws IOException {
    List<Module> modules = new ArrayList<>();
    for (JsonNode layer : parity.part("/layers")) {
      row.add(RowLayer.of(new Arguments(parity, "layer", layer)));
      modules.add(row.get(row.size() - 1).layer().module());
    }
    checkArgument(!row.isEmpty(), "the list of layers is empty");
    Sequential model = new Sequential(modules);
    Map<String, Tensor> parameters = InitialWeights.load(parity, model);
    model.train(parity.training());
    log = new TrainingLog(parameters.values());
    loss = PyTorchLosses.of(parity);
    optimizer =
        PyTorchOptimizer.of(parity).create(parameters, PyTorchOptimizer.learningRate(parity));
  }

  /** Losses, gradients and weights by name. */
  static Map<String, double[]> run(ParityCase parity) throws IOException {
    TrainingRun training = new TrainingRun(parity);
    Inputs.batches(parity).forEach(training::step);
    return training.log.quantities();
  }

  private void step(Map<String, Tensor> batch) {
    Tensor target = batch.get(TARGET);
    checkArgument(
        target != null && batch.size() > 1,
        "a training has inputs, of which one is called %s; not %s",
        TARGET,
        batch.keySet());
    Map<String, Tensor> inputs = Maps.filterKeys(batch, name -> !name.equals(TARGET));
    try (MemoryScope step = MemoryScope.open()) {
      Tensor x = inputs.values().iterator().next();
      for (RowLayer layer : row) {
        x = layer.call(x, inputs);
      }
      Tensor value = loss.of(ImmutableList.of(x, target));
      log.loss(value);
      value.backward();
      log.gradients();
      optimizer.step();
      optimizer.zeroGrad();
    }
  }
}
