package ai.miniai.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.miniai.data.table.CsvFile;
import ai.miniai.data.table.Table;
import ai.miniai.data.table.TableColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableTrainingTest {
  @TempDir Path folder;

  private List<String> truth(Path csv) {
    Table rows =
        CsvFile.of(csv).read(new TableColumns(List.of("months"), List.of()).predictClass("left"));
    return IntStream.range(0, rows.size())
        .mapToObj(row -> rows.text("left", row).orElseThrow())
        .toList();
  }

  @Test
  void learnsAndPredictsForOtherRowsInAnotherProgram() throws IOException {
    // GIVEN
    Path csv = folder.resolve("customers.csv");
    Path others = folder.resolve("others.csv");
    Path model = folder.resolve("model.safetensors");
    MadeUpCustomers.write(csv, 1000, 1);
    MadeUpCustomers.write(others, 500, 2);
    List<String> truth = truth(others);
    // WHEN
    double accuracy = TableTraining.run(csv, 5, model);
    List<String> predicted = TablePrediction.run(model, others);
    // THEN always naming the more frequent class would be right in half of the rows
    double majority =
        Math.max(Collections.frequency(truth, "yes"), Collections.frequency(truth, "no")) / 500.0;
    long right = IntStream.range(0, 500).filter(i -> predicted.get(i).equals(truth.get(i))).count();
    assertThat(predicted).hasSize(500);
    assertThat(majority).isBetween(0.5, 0.65);
    assertThat(accuracy).isGreaterThan(0.8);
    assertThat(right / 500.0).isGreaterThan(majority + 0.2);
  }

  @Test
  void everyLineOfJavaInTheGuideIsOfThesePrograms() throws IOException {
    String programs = Guide.program(TableTraining.class) + Guide.program(TablePrediction.class);
    assertThat(Guide.blocks("tables.md"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(programs).contains(block));
  }
}
