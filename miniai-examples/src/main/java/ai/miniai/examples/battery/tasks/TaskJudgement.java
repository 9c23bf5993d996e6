package ai.miniai.examples.battery.tasks;

import static java.util.stream.Collectors.joining;

import ai.miniai.doctor.Pattern;
import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.MarkdownTable;
import ai.miniai.examples.battery.record.Outcome;
import ai.miniai.examples.battery.record.Part;
import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Evaluates the doctor on judged runs, as tables in Markdown. */
public final class TaskJudgement {
  /** The fraction of a run before which half of the sick runs should be found. */
  private static final double EARLY = 0.4;

  private static final ImmutableList<String> CALLS =
      ImmutableList.of("sick", "warning", "note", "nothing");

  private final List<TaskJudged> runs;

  TaskJudgement(Collection<TaskJudged> runs) {
    this.runs = ImmutableList.copyOf(runs);
  }

  /** Judges the runs in {@code store} that belong to these parts. */
  public static TaskJudgement of(BatteryStore store, Predicate<Part> parts) throws IOException {
    TaskJudging judging = new TaskJudging(store);
    List<TaskJudged> judged = new ArrayList<>();
    for (TaskRun run : judging.runs()) {
      if (parts.test(run.part())) {
        judged.add(judging.judge(run));
      }
    }
    return new TaskJudgement(judged);
  }

  /**
   * All tables.
   *
   * @param each whether to tell of each run, too
   */
  public String text(boolean each) {
    String tables =
        Stream.of(outcomes(), falseAlarms(), causes(), faults(), leads()).collect(joining("\n"));
    return each ? tables + "\n" + lines(runs) : tables;
  }

  private String outcomes() {
    var table =
        new MarkdownTable(
            "outcome", "runs", "called sick", "warning", "note", "nothing", "sick before 40 %");
    for (Outcome outcome : Outcome.values()) {
      List<TaskJudged> these = having(judged -> judged.outcome() == outcome);
      List<Object> cells = new ArrayList<>(List.of(outcome.label(), these.size()));
      CALLS.forEach(call -> cells.add(count(these, judged -> judged.called().equals(call))));
      cells.add(count(these, judged -> judged.watched().foundBefore(EARLY)));
      table.row(cells.toArray());
    }
    return table.toString();
  }

  private String falseAlarms() {
    List<TaskJudged> these = having(TaskJudgement::isFalseAlarm);
    return String.format(
        Locale.ROOT,
        "Healthy, but called sick: %d, of these %d for another reason than their fault\n%s",
        these.size(),
        count(these, judged -> !judged.isNamed()),
        lines(these));
  }

  private static boolean isFalseAlarm(TaskJudged judged) {
    return judged.outcome() == Outcome.HEALTHY && judged.called().equals("sick");
  }

  private static String lines(List<TaskJudged> these) {
    return these.stream().map(judged -> judged.line() + "\n").collect(joining());
  }

  /** How many of the sick runs are found, and how often the headline names the cause. */
  private String causes() {
    var table =
        new MarkdownTable("part", "sick runs", "called sick", "cause named", "right remedy");
    for (Part part : Part.values()) {
      causes(table, part.label(), having(judged -> judged.run().part() == part));
    }
    causes(table, "all", runs);
    return table.toString();
  }

  private static void causes(MarkdownTable table, String label, List<TaskJudged> these) {
    long sick = count(these, TaskJudgement::isSick);
    if (!these.isEmpty()) {
      table.row(
          label,
          sick,
          count(these, judged -> isSick(judged) && judged.called().equals("sick")),
          MarkdownTable.percent(count(these, judged -> isSick(judged) && judged.isNamed()), sick),
          MarkdownTable.percent(count(these, judged -> isSick(judged) && judged.isHelped()), sick));
    }
  }

  private String faults() {
    var table =
        new MarkdownTable(
            "fault",
            "runs",
            "healthy",
            "of these called sick",
            "sick",
            "of these called sick",
            "cause named",
            "right remedy",
            "named, of all runs");
    for (Fault fault : Fault.values()) {
      List<TaskJudged> these = having(judged -> judged.run().fault() == fault);
      if (!these.isEmpty()) {
        long sick = count(these, TaskJudgement::isSick);
        table.row(
            fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
            these.size(),
            count(these, judged -> judged.outcome() == Outcome.HEALTHY),
            count(these, TaskJudgement::isFalseAlarm),
            sick,
            count(these, judged -> isSick(judged) && judged.called().equals("sick")),
            MarkdownTable.percent(count(these, judged -> isSick(judged) && judged.isNamed()), sick),
            MarkdownTable.percent(
                count(these, judged -> isSick(judged) && judged.isHelped()), sick),
            count(these, TaskJudged::isNamed));
      }
    }
    return table.toString();
  }

  /** How many batches before the loss each pattern is reported, in the runs that end sick. */
  private String leads() {
    Map<Pattern, List<Integer>> leads = new EnumMap<>(Pattern.class);
    for (TaskJudged judged : having(TaskJudgement::isSick)) {
      judged
          .troubleAt()
          .ifPresent(
              trouble ->
                  judged
                      .watched()
                      .toldAt()
                      .forEach(
                          (pattern, told) ->
                              leads
                                  .computeIfAbsent(pattern, one -> new ArrayList<>())
                                  .add(trouble - told)));
    }
    var table = new MarkdownTable("pattern", "sick runs", "before the loss", "median lead");
    leads.forEach(
        (pattern, all) ->
            table.row(
                pattern.label(),
                all.size(),
                all.stream().filter(lead -> lead > 0).count(),
                String.format(Locale.ROOT, "%.0f", Quantiles.median().compute(all))));
    return table.toString();
  }

  private static boolean isSick(TaskJudged judged) {
    return judged.outcome() == Outcome.SICK;
  }

  private List<TaskJudged> having(Predicate<TaskJudged> property) {
    return runs.stream().filter(property).toList();
  }

  private static long count(List<TaskJudged> these, Predicate<TaskJudged> property) {
    return these.stream().filter(property).count();
  }
}
