import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Operaton or Flowable in this JVM, driven by lines of standard input; each is answered by one line of JSON.
 *
 *   tasks CLIENTS SECONDS   start cases and complete their three tasks as fast as CLIENTS threads can
 *   jobs CASES CLIENTS      start CASES cases of ten service tasks; the job executor runs them; until all have ended
 *
 * The fastest way to use them: embedded, a connection pool, no authorisation, no form check; history is whole.
 */
public class Bench {
  static final PrintStream ANSWERS = System.out;

  interface Engine {
    void deploy(String name, String xml);
    String start(String process, Map<String, Object> variables);
    String task(String instance);
    void complete(String task, Map<String, Object> variables);
    void runJobs(boolean on);
    long running();
  }

  public static class OperatonStep implements org.operaton.bpm.engine.delegate.JavaDelegate {
    public void execute(org.operaton.bpm.engine.delegate.DelegateExecution execution) {
      execution.setVariable("langkah", execution.getVariable("hal"));
    }
  }

  public static class FlowableStep implements org.flowable.engine.delegate.JavaDelegate {
    public void execute(org.flowable.engine.delegate.DelegateExecution execution) {
      execution.setVariable("langkah", execution.getVariable("hal"));
    }
  }

  static HikariDataSource pool(String server, String database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:postgresql://" + server + "/" + database);
    config.setUsername("postgres");
    config.setMaximumPoolSize(16);
    return new HikariDataSource(config);
  }

  static Engine operaton(String server) {
    var config = (org.operaton.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration)
        org.operaton.bpm.engine.ProcessEngineConfiguration.createStandaloneProcessEngineConfiguration();
    config.setDataSource(pool(server, "operaton"));
    config.setDatabaseSchemaUpdate("true");
    config.setHistory("full");
    config.setJobExecutorActivate(false);
    config.setAuthorizationEnabled(false);
    config.setMetricsEnabled(false);
    var engine = config.buildProcessEngine();
    return new Engine() {
      public void deploy(String name, String xml) {
        engine.getRepositoryService().createDeployment().addString(name + ".bpmn", xml).deploy();
      }
      public String start(String process, Map<String, Object> variables) {
        return engine.getRuntimeService().startProcessInstanceByKey(process, variables).getId();
      }
      public String task(String instance) {
        return engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult().getId();
      }
      public void complete(String task, Map<String, Object> variables) {
        engine.getTaskService().complete(task, variables);
      }
      public void runJobs(boolean on) {
        if (on) config.getJobExecutor().start();
        else config.getJobExecutor().shutdown();
      }
      public long running() {
        return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionKey("ukur_pekerjaan").count();
      }
    };
  }

  static Engine flowable(String server) {
    var config = new org.flowable.engine.impl.cfg.StandaloneProcessEngineConfiguration();
    config.setDataSource(pool(server, "flowable"));
    config.setDatabaseSchemaUpdate("true");
    config.setHistory("full");
    config.setAsyncExecutorActivate(false);
    var engine = config.buildProcessEngine();
    return new Engine() {
      public void deploy(String name, String xml) {
        engine.getRepositoryService().createDeployment().addString(name + ".bpmn20.xml", xml).deploy();
      }
      public String start(String process, Map<String, Object> variables) {
        return engine.getRuntimeService().startProcessInstanceByKey(process, variables).getId();
      }
      public String task(String instance) {
        return engine.getTaskService().createTaskQuery().processInstanceId(instance).singleResult().getId();
      }
      public void complete(String task, Map<String, Object> variables) {
        engine.getTaskService().complete(task, variables);
      }
      public void runJobs(boolean on) {
        if (on) config.getAsyncExecutor().start();
        else config.getAsyncExecutor().shutdown();
      }
      public long running() {
        return engine.getRuntimeService().createProcessInstanceQuery().processDefinitionKey("ukur_pekerjaan").count();
      }
    };
  }

  public static void main(String[] arguments) throws Exception {
    System.setOut(System.err); // what the engines print is no answer
    String which = arguments[0];
    Engine engine = which.equals("operaton") ? operaton(arguments[1]) : flowable(arguments[1]);
    for (String name : List.of("ukur", "ukur_pekerjaan"))
      engine.deploy(name, Files.readString(Path.of(arguments[2], name + "." + which + ".bpmn20.xml")));
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) playCase(engine, null);
    ANSWERS.println("{\"ready\": true}");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("tasks")) completeTasks(engine, Integer.parseInt(words[1]), Double.parseDouble(words[2]));
      else runJobs(engine, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }
    System.exit(0);
  }

  static void completeTasks(Engine engine, int clients, double seconds) throws Exception {
    Queue<Long> times = new ConcurrentLinkedQueue<>();
    long cpu = cpu(), began = System.nanoTime(), end = began + (long) (seconds * 1e9);
    inThreads(clients, () -> { while (System.nanoTime() < end) playCase(engine, times); });
    double took = (System.nanoTime() - began) / 1e9;
    StringBuilder answer = new StringBuilder("{\"seconds\": " + took + ", \"cpu\": " + (cpu() - cpu) / 1e9 + ", \"times\": [");
    String comma = "";
    for (long time : times) {
      answer.append(comma).append(time / 1e9);
      comma = ",";
    }
    ANSWERS.println(answer.append("]}"));
  }

  static void runJobs(Engine engine, int cases, int clients) throws Exception {
    engine.runJobs(true);
    long cpu = cpu(), began = System.nanoTime();
    inThreads(clients, () -> { for (int i = 0; i < cases / clients; i++) engine.start("ukur_pekerjaan", letter()); });
    while (engine.running() > 0) Thread.sleep(20);
    double took = (System.nanoTime() - began) / 1e9;
    long spent = cpu() - cpu;
    engine.runJobs(false);
    ANSWERS.println("{\"seconds\": " + took + ", \"cpu\": " + spent / 1e9 + ", \"cases\": " + cases / clients * clients + "}");
  }

  static void inThreads(int count, Runnable work) throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) threads.add(new Thread(work));
    for (Thread thread : threads) thread.start();
    for (Thread thread : threads) thread.join();
  }

  static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  static Map<String, Object> letter() {
    return new HashMap<>(Map.of("hal", "Undangan rapat", "pengirim", "Badan", "nomor", "B/1/2026", "ringkasan", "isi", "klasifikasi", "000"));
  }

  static void playCase(Engine engine, Queue<Long> times) {
    String instance = engine.start("ukur", letter());
    for (int i = 0; i < 3; i++) {
      String task = engine.task(instance);
      long began = System.nanoTime();
      engine.complete(task, new HashMap<>(Map.of("putusan", "teruskan", "catatan", "baik")));
      if (times != null) times.add(System.nanoTime() - began);
    }
  }
}
