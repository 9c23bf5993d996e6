package ai.miniai.examples;

import ai.miniai.data.fashion.FashionMnist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares training runs with PyTorch's results, number by number. */
@Command(
    name = "parity",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train recorded cases again, and compare every number with PyTorch's.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all quantities are within allowance", "1:one is not, or a case is damaged"})
final class ParityCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with a case.json.")
  private List<Path> folders = List.of();

  @Option(
      names = "--precision",
      description =
          "The numbers to train with: ${COMPLETION-CANDIDATES}. In float32 a pre-activation that is"
              + " zero but for rounding may pass a ReLU here and not there, and then more differs.")
  private Precision precision = Precision.FLOAT64;

  @Mixin private final DataOption data = new DataOption();

  /** The floating-point type of the computation. */
  enum Precision {
    FLOAT32(DataType.FLOAT),
    FLOAT64(DataType.DOUBLE);

    private final DataType type;

    Precision(DataType type) {
      this.type = type;
    }
  }

  private int passed;
  private int compared;

  @Override
  public Integer call() throws IOException {
    FashionMnist images = data.load();
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(precision.type, precision.type);
    try {
      return compareAll(images);
    } finally { // for callers that run commands from a program
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  private int compareAll(FashionMnist images) throws IOException {
    System.out.printf("%-22s %-12s %14s %14s%n", "case", "quantity", "difference", "allowance");
    for (Path folder : folders) {
      ParityCase parity = ParityCase.read(folder);
      List<ParityCase.Expected> expected = parity.expected();
      Map<String, double[]> actual = ParityRun.run(parity, images);
      expected.forEach(quantity -> compare(parity.name(), quantity, actual.get(quantity.name())));
    }
    System.out.printf("parity: %d of %d quantities within allowance%n", passed, compared);
    return passed == compared ? 0 : 1;
  }

  private void compare(String name, ParityCase.Expected expected, double @Nullable [] actual) {
    double difference = difference(expected, actual);
    boolean ok = difference <= expected.allowance();
    compared++;
    passed += ok ? 1 : 0;
    System.out.printf(
        Locale.ROOT,
        "%-22s %-12s %14.3g %14.3g  %s%n",
        name,
        expected.name(),
        difference,
        expected.allowance(),
        ok ? "ok" : "FAIL");
  }

  private static double difference(ParityCase.Expected expected, double @Nullable [] actual) {
    if (actual == null || actual.length != expected.values().length) {
      throw new IllegalArgumentException(
          expected.name()
              + (actual == null
                  ? " is not a quantity that can be compared"
                  : " should have "
                      + expected.values().length
                      + " numbers by the case, but the training gives "
                      + actual.length));
    }
    double largest = 0;
    for (int i = 0; i < actual.length; i++) {
      // Math.max keeps NaN, which exceeds every allowance.
      largest = Math.max(largest, Math.abs(actual[i] - expected.values()[i]));
    }
    return largest;
  }
}
