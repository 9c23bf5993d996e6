package ai.miniai.viz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "3, 3", "5, 3", "50, 8"})
  void hasAsManyColumnsAsReadWell(int cells, int columns) {
    assertThat(grid(cells, 1.45).columns(1.6)).isEqualTo(columns);
  }

  @Test
  void prefersASquareOfSquares() {
    assertThat(grid(16, 0.87).columns(1.6)).isEqualTo(4);
  }

  @Test
  void stacksCellsInATallArea() {
    assertThat(grid(3, 1.45).columns(0.4)).isEqualTo(1);
  }

  @Test
  void growsWithItsCells() {
    Figure few = grid(5, 1.45).figure("", 300, panel -> Sheet.of(panel, ""));
    Figure many = grid(50, 1.45).figure("", 300, panel -> Sheet.of(panel, ""));
    assertThat(many.width()).isGreaterThan(2 * few.width());
    assertThat(many.height()).isGreaterThan(3 * few.height());
  }

  private static Grid grid(int cells, double aspect) {
    Grid.Cell cell = new Grid.Cell("", "", (g, width, height) -> {});
    return new Grid(Collections.nCopies(cells, cell), aspect);
  }
}
