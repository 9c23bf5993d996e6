package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultCaseTest {
  @TempDir private Path folder;

  private FaultCase read(String json, List<String> unknown) throws IOException {
    Files.writeString(folder.resolve(FaultCase.FILE), json);
    return FaultCase.read(folder, unknown::add);
  }

  private FaultCase read(String json) throws IOException {
    return read(json, new ArrayList<>());
  }

  @Test
  void allFieldsAreRead() throws IOException {
    FaultCase one = read(SmallCase.LINE);

    assertThat(one.number()).isEqualTo(7);
    assertThat(one.groundTruth()).containsExactly(Fault.LR, Fault.LAYERS);
    assertThat(one.isOrigin()).isFalse();
    FaultProgram program = one.faulty();
    assertThat(program.data().features()).isEqualTo(1);
    assertThat(program.network()).hasSize(3);
    assertThat(program.network().get(1).activation()).isEqualTo(FaultActivation.TANH);
    assertThat(program.loss()).isEqualTo(KerasLoss.MSE);
    assertThat(program.optimizer().name()).isEqualTo(FaultOptimizer.Name.SGD);
    assertThat(program.optimizer().momentum()).isEqualTo(0.9);
    assertThat(program.optimizer().nesterov()).isTrue();
    assertThat(program.batchSize()).isEqualTo(4);
    assertThat(program.epochs()).isEqualTo(60);
    assertThat(program.outputs()).isEqualTo(1);
    assertThat(one.repaired()).isNull();
  }

  @Test
  void onlyUnknownFieldsOfTrainingsAreTold() throws IOException {
    List<String> unknown = new ArrayList<>();

    read(SmallCase.LINE.replace("\"lr\": 100", "\"lr\": 100, \"decay\": {\"by\": [1]}"), unknown);

    assertThat(unknown).containsExactly("decay");
  }

  @Test
  void aProgramWithoutFaultsIsGood() throws IOException {
    assertThat(
            read(SmallCase.LINE.replace("\"lr\", \"missing/redundant/wrong_layers\"", "\"origin\""))
                .isOrigin())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"batch_size\": 4 | \"batch_size\": 0 | expected a batch_size of 1 or more, got 0",
        "\"loss\": \"mse\" | \"loss\": \"hinge\" | not one of the values accepted",
        "\"loss\": \"mse\", | | the field \"loss\" of a training is missing",
        "\"lr\": 100 | \"lr\": -1 | an optimizer needs a positive \"lr\", not -1.0",
        "\"dense\": 1, | | not 0 of them",
        "\"source\": \"csv\" | \"source\": \"parquet\" | must be \"csv\" or \"fashion-mnist\"",
        "\"faulty\" | \"broken\" | the field \"faulty\" is missing",
        "\"epochs\": 60 | \"epochs\": 3.5 | line",
      })
  void whatIsWrongIsSaidWithTheFile(String there, String instead, String message) {
    String wrong = SmallCase.LINE.replace(there, instead == null ? "" : instead);

    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(FaultCase.FILE + " is not a case: ")
        .hasMessageContaining(message);
  }

  @Test
  void aFolderWithoutTheFileIsNoCase() {
    assertThatThrownBy(() -> FaultCase.read(folder, field -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no such file");
  }
}
