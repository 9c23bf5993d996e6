package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaletteTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 11, 50})
  void givesEachLineAColourOfItsOwn(int lines) {
    assertThat(IntStream.range(0, lines).mapToObj(i -> Palette.line(i, lines)))
        .doesNotHaveDuplicates();
  }
}
