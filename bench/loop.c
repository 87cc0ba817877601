/* The loop that bench/loop.py times beside the engine's, in C: answers each line, seconds of a block, with the median of its runs in
 * nanoseconds. Of models with one float input and one float output.
 *
 *   loop MODEL SAMPLES COUNT INPUT OUTPUT INPUT_DIMENSIONS OUTPUT_DIMENSIONS PROCESSOR
 *
 * SAMPLES holds COUNT samples of plain floats; dimensions are separated by commas. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Places of functions in OrtApi, which never change. */
enum { CREATE_ENV = 3, CREATE_SESSION = 7, RUN = 9, CREATE_OPTIONS = 10, SET_OPTIMIZATION = 23, SET_THREADS = 24, CREATE_TENSOR = 49, CREATE_CPU_MEMORY = 69 };
enum { ERRORS_ONLY = 3, ALL_OPTIMIZATIONS = 99, ARENA = 1, CPU_MEMORY = 0, FLOAT = 1, MOST_RUNS = 1 << 22, MOST_DIMENSIONS = 8 };
#define LEAD_IN_NANOS 10000000

typedef void *Handle;
typedef Handle (*RunFunction)(Handle, Handle, const char *const *, const Handle *, size_t, const char *const *, size_t, Handle *);
typedef Handle (*TensorFunction)(Handle, void *, size_t, const int64_t *, size_t, int, Handle *);
typedef struct {
    int64_t sizes[MOST_DIMENSIONS];
    size_t count, elements;
} Shape;

static int64_t latencies[MOST_RUNS];

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void require(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static Shape parse(char *text) {
    Shape shape = {.count = 0, .elements = 1};
    for (char *size = strtok(text, ","); size && shape.count < MOST_DIMENSIONS; size = strtok(NULL, ",")) {
        shape.sizes[shape.count] = atoll(size);
        shape.elements *= shape.sizes[shape.count++];
    }
    return shape;
}

static float *floats(size_t count) {
    float *memory = aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64);
    require(memory != NULL, "aligned_alloc");
    return memory;
}

static int compare(const void *one, const void *other) {
    int64_t difference = *(const int64_t *)one - *(const int64_t *)other;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    require(count == 9, "reading eight arguments");
    cpu_set_t processors;
    CPU_ZERO(&processors);
    CPU_SET(atoi(arguments[8]), &processors);
    require(sched_setaffinity(0, sizeof processors, &processors) == 0, "sched_setaffinity");

    Handle library = dlopen(getenv("ONNXRUNTIME"), RTLD_NOW);
    require(library != NULL, "loading the library that ONNXRUNTIME names");
    Handle *(**base)(uint32_t) = ((Handle *(**(*)(void))(uint32_t))dlsym(library, "OrtGetApiBase"))();
    Handle *api = (*base)(1);
    Handle environment, options, session, memory, target;
    require(!((Handle(*)(int, const char *, Handle *))api[CREATE_ENV])(ERRORS_ONLY, "loop", &environment), "CreateEnv");
    require(!((Handle(*)(Handle *))api[CREATE_OPTIONS])(&options), "CreateSessionOptions");
    require(!((Handle(*)(Handle, int))api[SET_OPTIMIZATION])(options, ALL_OPTIMIZATIONS), "SetSessionGraphOptimizationLevel");
    require(!((Handle(*)(Handle, int))api[SET_THREADS])(options, 1), "SetIntraOpNumThreads");
    require(!((Handle(*)(Handle, const char *, Handle, Handle *))api[CREATE_SESSION])(environment, arguments[1], options, &session), "CreateSession");
    require(!((Handle(*)(int, int, Handle *))api[CREATE_CPU_MEMORY])(ARENA, CPU_MEMORY, &memory), "CreateCpuMemoryInfo");

    TensorFunction tensor = (TensorFunction)api[CREATE_TENSOR];
    Shape in = parse(arguments[6]), out = parse(arguments[7]);
    size_t samples = strtoul(arguments[3], NULL, 10), next = 0;
    float *values = floats(samples * in.elements), *result = floats(out.elements);
    FILE *file = fopen(arguments[2], "rb");
    require(file && fread(values, sizeof(float), samples * in.elements, file) == samples * in.elements, "reading the samples");
    Handle *feeds = calloc(samples, sizeof(Handle));
    for (size_t i = 0; i < samples; i++) {
        require(!tensor(memory, values + i * in.elements, in.elements * sizeof(float), in.sizes, in.count, FLOAT, &feeds[i]), "an input");
    }
    require(!tensor(memory, result, out.elements * sizeof(float), out.sizes, out.count, FLOAT, &target), "an output");

    RunFunction run = (RunFunction)api[RUN];
    const char *input = arguments[4], *output = arguments[5];
    char line[64];
    puts("ready");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        for (int64_t end = now() + LEAD_IN_NANOS; now() < end; next = (next + 1) % samples) {
            require(!run(session, NULL, &input, &feeds[next], 1, &output, 1, &target), "Run");
        }
        size_t runs = 0;
        for (int64_t end = now() + (int64_t)(atof(line) * 1e9); runs < MOST_RUNS && now() < end; next = (next + 1) % samples) {
            int64_t begun = now();
            Handle status = run(session, NULL, &input, &feeds[next], 1, &output, 1, &target);
            latencies[runs++] = now() - begun;
            require(!status, "Run");
        }
        qsort(latencies, runs, sizeof *latencies, compare);
        printf("%lld\n", (long long)latencies[runs / 2]);
        fflush(stdout);
    }
}
