package ai.miniai.examples;

import ai.miniai.data.Batches;
import ai.miniai.data.DataLoader;
import ai.miniai.data.table.CsvFile;
import ai.miniai.data.table.Table;
import ai.miniai.data.table.TablePreparation;
import ai.miniai.io.Safetensors;
import ai.miniai.nn.model.TabularModel;
import ai.miniai.tensor.Autograd;
import ai.miniai.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads the model of {@link TableTraining}, and predicts for each row of a CSV file. */
public final class TablePrediction {
  private TablePrediction() {}

  /** The predicted class of each row; the file needs no column for it. */
  static List<String> run(Path model, Path csv) {
    Safetensors saved = Safetensors.read(model);
    var preparation = TablePreparation.of(saved.metadata());
    TabularModel network = TableTraining.network(preparation);
    network.loadStateDict(saved.tensors());
    network.eval();

    Table rows = CsvFile.of(csv).read(preparation.columns().withoutTarget());
    List<String> predicted = new ArrayList<>();
    try (Batches batches = DataLoader.of(preparation.apply(rows), 256).iterate()) {
      while (batches.hasNext()) {
        Tensor[] inputs = batches.next().inputs(2).toArray(new Tensor[0]);
        Autograd.noGrad(
            () -> {
              for (double index : network.call(inputs).argmax(1).toDoubles()) {
                predicted.add(preparation.classes().get((int) index));
              }
            });
      }
    }
    return predicted;
  }

  /** Arguments: the file of the model, and a CSV file. */
  public static void main(String... arguments) {
    run(Path.of(arguments[0]), Path.of(arguments[1])).forEach(System.out::println);
  }
}
