package ai.miniai.examples.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  @Test
  void rowsOfNumbersAreRead() throws IOException {
    assertThat(NumberFile.read(file("1, -2.5\n\n3232235776,1e-3\n"), 2))
        .containsExactly(new float[] {1, -2.5f}, new float[] {3232235776f, 1e-3f});
  }

  @Test
  void whatOtherProgramsAddIsNoHindrance() throws IOException {
    assertThat(NumberFile.read(file("\ufeff1,2\r\n\r\n   \r\n3,4"), 2))
        .containsExactly(new float[] {1, 2}, new float[] {3, 4});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'1,2\n3,4,5' | line 2: expected 2 numbers with commas between them, got 3",
        "'1,2\n3,four' | line 2: expected a number in column 2, got \"four\": write it as a number",
        "'x,y\n3,4' | line 1: expected a number in column 1, got \"x\": leave out the names",
        "'1,2\n,4' | line 2: expected a number in column 1, got \"\": fill in what is missing",
        "'1,5;2,5' | line 1: expected 2 numbers with commas between them, got 3: replace the semicolons",
        "'\n' | is empty: expected rows of 2 numbers"
      })
  void whatIsWrongIsSaidWithTheLine(String text, String message) throws IOException {
    Path file = file(text);

    assertThatThrownBy(() -> NumberFile.read(file, 2))
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> NumberFile.read(folder.resolve("gone.csv"), 2))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone.csv: there is no such file");
  }
}
