package ai.miniai.examples;

import ai.miniai.random.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of customers, made up by fixed rules and some chance: who has left, and who stayed. */
final class MadeUpCustomers {
  private static final List<String> CONTRACTS = List.of("monthly", "one year", "two years");

  private MadeUpCustomers() {}

  /** Writes a CSV file; some prices are missing. The same seed gives the same customers. */
  static void write(Path file, int rows, long seed) throws IOException {
    Generator chance = new Generator(seed);
    List<String> lines = new ArrayList<>(List.of("months,price,calls,contract,left"));
    for (int row = 0; row < rows; row++) {
      float[] u = chance.uniform(6, 0, 1);
      int months = (int) (72 * u[0]);
      double price = 20 + 80 * u[1];
      int calls = (int) (6 * u[2] * u[2]);
      int contract = (int) (3 * u[3]);
      double score = 0.02 * price + 0.8 * calls - 0.03 * months - 1.5 * contract;
      String left = 1 / (1 + Math.exp(-2 * score)) > u[4] ? "yes" : "no";
      String shown = u[5] < 0.05 ? "" : String.format(Locale.ROOT, "%.2f", price);
      lines.add(String.join(",", "" + months, shown, "" + calls, CONTRACTS.get(contract), left));
    }
    Files.write(file, lines);
  }
}
