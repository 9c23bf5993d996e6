package ai.miniai.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page as one file: its styles and scripts, and the data, are put where it names them. A policy
 * lets the browser run these scripts only and load nothing.
 */
final class ReportPage {
  private static final Pattern STYLE =
      Pattern.compile("<link rel=\"stylesheet\" href=\"(/page/[^\"]+)\">");
  private static final Pattern SCRIPT = Pattern.compile("<script src=\"(/page/[^\"]+)\"></script>");
  private static final String HEAD = "<head>";

  private final List<String> styles = new ArrayList<>();
  private final List<String> scripts = new ArrayList<>();

  private ReportPage() {}

  /** The page with these data: JSON, compressed with gzip, as base64. */
  static String of(String data) {
    return new ReportPage().page(data);
  }

  private String page(String data) {
    String page = PageFiles.text(PageFiles.INDEX);
    page = STYLE.matcher(page).replaceAll(this::style);
    page = SCRIPT.matcher(page).replaceAll(this::script);
    int behindThePage = page.indexOf("<script>", page.indexOf("<body>"));
    page =
        page.substring(0, behindThePage)
            + "<script type=\"application/gzip\" id=\"data\">"
            + data
            + "</script>\n"
            + page.substring(behindThePage);
    return page.replaceFirst(
        HEAD,
        Matcher.quoteReplacement(
            HEAD + "\n<!--\n" + PageFiles.uplotLicense().strip() + "\n-->\n" + policy()));
  }

  private String style(MatchResult link) {
    String text = PageFiles.text(link.group(1));
    styles.add(text);
    return Matcher.quoteReplacement("<style>" + text + "</style>");
  }

  /** The end of a script must not be found within it. */
  private String script(MatchResult link) {
    String text = PageFiles.text(link.group(1)).replace("</script", "<\\/script");
    scripts.add(text);
    return Matcher.quoteReplacement("<script>" + text + "</script>");
  }

  private String policy() {
    return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:;"
        + " style-src"
        + hashes(styles)
        + "; script-src"
        + hashes(scripts)
        + "; base-uri 'none'; form-action 'none'\">";
  }

  private static String hashes(List<String> texts) {
    StringBuilder hashes = new StringBuilder();
    for (String text : texts) {
      byte[] hash = Hashing.sha256().hashString(text, UTF_8).asBytes();
      hashes.append(" 'sha256-").append(Base64.getEncoder().encodeToString(hash)).append('\'');
    }
    return hashes.toString();
  }
}
