package ai.miniai.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that the doctor has found.
 *
 * @param pattern the name of the pattern, such as "rise and crash"
 * @param path the module or parameter where it is strongest; empty for the whole network
 * @param firstBatch the first training batch that shows it, counted from 0 over the whole run
 * @param lastBatch the last such batch
 * @param severity how bad it is
 * @param evidence the numbers that show it, by name
 * @param meaning what it means, in full sentences
 * @param advice what to try, in full sentences
 */
public record Finding(
    String pattern,
    String path,
    int firstBatch,
    int lastBatch,
    Severity severity,
    Map<String, Double> evidence,
    String meaning,
    String advice) {
  /** Checks the batch numbers. */
  public Finding {
    evidence = ImmutableMap.copyOf(evidence);
    checkArgument(
        firstBatch >= 0 && firstBatch <= lastBatch,
        "a finding goes from a batch to a later one, not from %s to %s",
        firstBatch,
        lastBatch);
  }

  /** What was found and where, with the numbers, in one line. */
  public String headline() {
    return String.format(
        Locale.ROOT,
        "%s: %s%s, %s (%s)",
        severity,
        pattern,
        path.isEmpty() ? "" : " in " + path,
        firstBatch == lastBatch
            ? "batch " + firstBatch
            : "batches " + firstBatch + " to " + lastBatch,
        evidence.entrySet().stream().map(Finding::text).collect(Collectors.joining(", ")));
  }

  private static String text(Map.Entry<String, Double> number) {
    return String.format(Locale.ROOT, "%s %.3g", number.getKey(), number.getValue());
  }

  /** The whole finding as readable text: three lines. */
  @Override
  public String toString() {
    return headline() + "\n  What it means: " + meaning + "\n  What to try: " + advice;
  }
}
