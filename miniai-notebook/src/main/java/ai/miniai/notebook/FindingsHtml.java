package ai.miniai.notebook;

import ai.miniai.doctor.Diagnosis;
import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Severity;
import java.util.stream.Collectors;

/** What the doctor says, as HTML: at the left a bar, whose colour is the severity. */
final class FindingsHtml {
  private FindingsHtml() {}

  static String of(Diagnosis diagnosis) {
    return diagnosis.causes().isEmpty()
        ? box("#2e7d32", Html.escape(diagnosis.toString()))
        : diagnosis.causes().stream().map(FindingsHtml::of).collect(Collectors.joining());
  }

  static String of(Finding finding) {
    return box(color(finding), headline(finding));
  }

  private static String of(Diagnosis.Cause cause) {
    String effects =
        cause.consequences().stream().map(Finding::name).collect(Collectors.joining("; "));
    return box(
        color(cause.finding()),
        headline(cause.finding())
            + part("What it means", cause.finding().means())
            + part("What to do", cause.advice())
            + part("It explains", effects));
  }

  private static String headline(Finding finding) {
    return "<b>" + Html.escape(finding.title()) + ".</b> " + Html.escape(finding.says());
  }

  private static String part(String title, String text) {
    return text.isEmpty() ? "" : "<br><i>" + title + ":</i> " + Html.escape(text);
  }

  private static String box(String color, String html) {
    return "<div style=\"border-left:4px solid "
        + color
        + ";padding:0.2em 0.8em;margin:0.5em 0\">"
        + html
        + "</div>";
  }

  private static String color(Finding finding) {
    Severity severity = finding.severity();
    return switch (severity) {
      case SICK -> "#c62828";
      case WARNING -> "#ef6c00";
      case NOTE -> "#1565c0";
    };
  }
}
