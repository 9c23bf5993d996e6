package ai.miniai.kernels.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairTableTest {
  /** Even and odd numbers of packs, of different places and of one. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 500, 511})
  void everyValueOfEveryPackIsCounted(int packs) {
    PairTable table = PairTable.ofThread();
    int[] fours = new int[packs + 1];
    long[] expected = new long[PairTable.WIDTH];
    for (int i = 0; i < packs; i++) {
      int[] places = {i % PairTable.WIDTH, i * 7 % PairTable.WIDTH, 63, 0};
      fours[i] = PairTable.pack(places[0], places[1], places[2], places[3]);
      for (int place : places) {
        expected[place]++;
      }
    }
    fours[packs] = PairTable.pack(5, 5, 5, 5); // beyond the length
    long[] counts = new long[PairTable.WIDTH];

    table.count(fours, packs);
    table.addTo(counts);

    assertThat(counts).containsExactly(expected);
    long[] none = new long[PairTable.WIDTH];
    PairTable.ofThread().addTo(none);
    assertThat(none).containsOnly(0);
  }
}
