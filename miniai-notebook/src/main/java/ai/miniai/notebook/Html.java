package ai.miniai.notebook;

import com.google.common.html.HtmlEscapers;
import java.util.List;

/** Pieces of HTML. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return HtmlEscapers.htmlEscaper().escape(text);
  }

  /**
   * A table.
   *
   * @param cells the names of the columns, then the rows
   * @param words how many columns hold words, and are aligned to the left; those after them hold
   *     numbers
   */
  static String table(List<List<String>> cells, int words) {
    StringBuilder html = new StringBuilder("<table>");
    for (List<String> row : cells) {
      String tag = row == cells.get(0) ? "th" : "td";
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append('<').append(tag).append(" style=\"text-align:");
        html.append(i < words ? "left" : "right").append("\">");
        html.append(escape(row.get(i))).append("</").append(tag).append('>');
      }
      html.append("</tr>");
    }
    return html.append("</table>").toString();
  }
}
