package dev.narrowgauge.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.narrowgauge.cli.remote.RemoteClient;
import dev.narrowgauge.cli.remote.RunEvent;
import dev.narrowgauge.domain.recipe.Recipe;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestRunProgress {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-01T10:00:00Z"), ZoneOffset.UTC);
    private static final JobNames NAMES = new JobNames(
            List.of(Recipe.INT8_STATIC.name()), new RemoteClient(URI.create("http://127.0.0.1:1/"), Optional::empty));

    private final StringWriter text = new StringWriter();

    @Test
    void findingAndTimeLeftStandInTheLineOfTheStage() throws Exception {
        follow(false);

        assertThat(text.toString().lines())
                .containsExactly(
                        "quantize int8-static: calibrate 1/2, 2 s left",
                        "quantize int8-static: measure 7/20, ratio 0.520 [0.500, 0.540], about 13 s left");
    }

    /** As after the first forks of a measurement. */
    @Test
    void timeLeftThatNothingForetellsIsNotKnown() throws Exception {
        RunProgress progress = new RunProgress(new PrintWriter(text, true), false, CLOCK, NAMES);
        progress.accept(event("job-state", "{'jobId':'a','kind':'QUANTIZE','subject':'0','state':'RUNNING'}"));
        progress.accept(
                event("progress", "{'jobId':'a','stage':'measure','done':1,'total':40,'found':'ratio not known yet'}"));
        assertThat(text.toString().strip()).endsWith("measure 1/40, ratio not known yet, time left not known yet");
    }

    @Test
    void jobThatEndedBeforeOneLookedTookAsLongAsItTook() throws Exception {
        RunProgress progress = new RunProgress(new PrintWriter(text, true), false, CLOCK, NAMES);
        progress.accept(event(
                "job-state",
                "{'at':'2026-03-01T09:00:00.5Z','jobId':'a','kind':'QUANTIZE','subject':'0','state':'RUNNING'}"));
        progress.accept(
                event(
                        "job-state",
                        "{'at':'2026-03-01T09:00:16.100000Z','jobId':'a','kind':'QUANTIZE','subject':'0','state':'SUCCEEDED'}"));

        assertThat(text.toString().strip()).isEqualTo("quantize int8-static: done in 15.6 s");
    }

    @Test
    void barShowsEveryFinding() throws Exception {
        follow(true);

        assertThat(text.toString())
                .contains("] quantize int8-static: measure 7/20, ratio 0.520 [0.500, 0.540], about 13 s left")
                .endsWith("] quantize int8-static: measure 8/20, ratio 0.521 [0.505, 0.535]");
    }

    @Test
    void whatHindersTheRunIsToldOnce() throws Exception {
        RunProgress progress = new RunProgress(new PrintWriter(text, true), false, CLOCK, NAMES);
        for (int i = 0; i < 3; i++) {
            progress.accept(event("heartbeat", """
                    {'state':'RUNNING','waiting':[{'jobId':'a','obstacle':null},
                      {'jobId':'b','obstacle':'No node takes it.'},{'jobId':'c','obstacle':'No node takes it.'}]}"""));
        }
        assertThat(text.toString().strip()).isEqualTo("waiting: No node takes it.");
    }

    private void follow(boolean terminal) throws JsonProcessingException {
        RunProgress progress = new RunProgress(new PrintWriter(text, true), terminal, CLOCK, NAMES);
        progress.accept(event("job-state", "{'jobId':'a','kind':'QUANTIZE','subject':'0','state':'RUNNING'}"));
        progress.accept(
                event("progress", "{'jobId':'a','stage':'calibrate','done':1,'total':2,'remainingSeconds':1.5}"));
        progress.accept(event("progress", """
                {'jobId':'a','stage':'measure','done':7,'total':20,'remainingSeconds':12.5,
                 'found':'ratio 0.520 [0.500, 0.540]'}"""));
        progress.accept(event("progress", """
                {'jobId':'a','stage':'measure','done':8,'total':20,'remainingSeconds':0,
                 'found':'ratio 0.521 [0.505, 0.535]'}"""));
    }

    private static RunEvent event(String type, String data) throws JsonProcessingException {
        return new RunEvent(1, type, JSON.readTree(data.replace('\'', '"')));
    }
}
