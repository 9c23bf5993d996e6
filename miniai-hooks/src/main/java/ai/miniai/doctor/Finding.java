package ai.miniai.doctor;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Something that the doctor has found.
 *
 * @param pattern the name of what was found, such as "rise and crash"
 * @param path the module or parameter where it shows most; empty if that is the whole network
 * @param firstBatch the first training batch that shows it, counted from 0 over the whole run
 * @param lastBatch the last one
 * @param severity how bad it is
 * @param evidence the numbers that show it, each by what it is
 * @param meaning what it means, in whole sentences
 * @param advice what to try, in whole sentences
 */
public record Finding(
    String pattern,
    String path,
    int firstBatch,
    int lastBatch,
    Severity severity,
    ImmutableMap<String, Double> evidence,
    String meaning,
    String advice) {
  /** Checks the batches. */
  public Finding {
    checkArgument(
        firstBatch >= 0 && firstBatch <= lastBatch,
        "a finding goes from a batch to a later one, not from %s to %s",
        firstBatch,
        lastBatch);
  }

  /** What was found, where, and the numbers, in one line. */
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

  /** All of it, for a reader: three lines. */
  @Override
  public String toString() {
    return headline() + "\n  What it means: " + meaning + "\n  What to try: " + advice;
  }
}
