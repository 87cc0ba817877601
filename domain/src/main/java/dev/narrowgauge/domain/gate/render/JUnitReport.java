package dev.narrowgauge.domain.gate.render;

import dev.narrowgauge.domain.gate.Verdict;
import java.io.StringWriter;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A verdict as JUnit's XML, which GitLab and Jenkins show as tests: a case for each rule, variant and device. What is told and
 * does not decide is never a failure there, or the pipeline would be red where the gate is not.
 */
public final class JUnitReport {
    private JUnitReport() {}

    public static String of(GateReport report) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            line(xml);
            xml.writeStartElement("testsuites");
            counts(xml, report.checks());
            suite(xml, report);
            xml.writeEndElement();
            line(xml);
            xml.writeEndDocument();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private static void suite(XMLStreamWriter xml, GateReport report) throws XMLStreamException {
        line(xml);
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "narrowgauge gate " + report.name());
        counts(xml, report.checks());
        attribute(xml, "skipped", count(report.checks(), "skipped"));
        attribute(xml, "timestamp", report.decidedAt().toString());
        line(xml);
        xml.writeStartElement("properties");
        property(xml, "verdict", report.verdict().name());
        property(xml, "run", report.runId());
        property(xml, "model.sha256", report.modelDigest());
        property(xml, "policy.sha256", report.policyDigest());
        xml.writeEndElement();
        for (Check check : report.checks()) {
            entry(xml, check);
        }
        line(xml);
        xml.writeEndElement();
        line(xml);
    }

    private static void counts(XMLStreamWriter xml, List<Check> checks) throws XMLStreamException {
        attribute(xml, "tests", String.valueOf(checks.size()));
        attribute(xml, "failures", count(checks, "failure"));
        attribute(xml, "errors", count(checks, "error"));
    }

    private static String count(List<Check> checks, String element) {
        return String.valueOf(
                checks.stream().filter(check -> element(check).equals(element)).count());
    }

    private static void entry(XMLStreamWriter xml, Check check) throws XMLStreamException {
        line(xml);
        xml.writeStartElement("testcase");
        attribute(
                xml,
                "classname",
                check.device().isEmpty() ? check.variant() : "%s on %s".formatted(check.variant(), check.device()));
        attribute(xml, "name", check.title());
        String element = element(check);
        if (!element.isEmpty()) {
            xml.writeEmptyElement(element);
            if (!element.equals("skipped")) {
                attribute(xml, "type", check.verdict().name());
            }
            attribute(xml, "message", "%s: %s".formatted(check.outcome(), check.explanation()));
        }
        xml.writeStartElement("system-out");
        xml.writeCharacters(SafeText.visible(
                "%s: %s, limit %s: %s".formatted(check.outcome(), check.value(), check.bound(), check.explanation())));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** Empty where it passes. */
    private static String element(Check check) {
        if (check.verdict() == Verdict.PASS) {
            return "";
        }
        if (!check.decides()) {
            return "skipped";
        }
        return switch (check.verdict()) {
            case FAIL -> "failure";
            case INVALID -> "error";
            case INCONCLUSIVE, PASS -> "skipped";
        };
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, SafeText.visible(value));
    }

    private static void line(XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
    }
}
