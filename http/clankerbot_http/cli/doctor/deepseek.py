"""DeepSeek: is the key taken, is there such a model. Costs nothing (https://api-docs.deepseek.com/api/list-models)."""

import httpx

from clankerbot_engine.settings import Settings
from clankerbot_http.cli.doctor.findings import Finding
from clankerbot_http.cli.doctor.remotes import TIMEOUT_S, answer_of

TOPIC = "DeepSeek"


async def check_deepseek(settings: Settings, http: httpx.AsyncClient) -> Finding:
    if settings.deepseek_api_key is None:
        return Finding(TOPIC, "off", "DEEPSEEK_API_KEY is not set: the rules read every text.")
    url = f"{settings.deepseek_base_url}/models"
    headers = {"Authorization": f"Bearer {settings.deepseek_api_key.get_secret_value()}"}
    answer = await answer_of(http.get(url, headers=headers, timeout=TIMEOUT_S), TOPIC, url)
    if isinstance(answer, Finding):
        return answer
    if answer.status_code == 401:
        mend = "Make a new key at https://platform.deepseek.com/api_keys and set DEEPSEEK_API_KEY to it."
        return Finding(TOPIC, "problem", "DeepSeek refused the key.", mend)
    if answer.status_code == 402:
        mend = "Top it up at https://platform.deepseek.com/top_up; until then the rules answer."
        return Finding(TOPIC, "problem", "The balance of the DeepSeek account is used up.", mend)
    if not answer.is_success:
        mend = "Check DEEPSEEK_BASE_URL; if it is right, try again later."
        return Finding(TOPIC, "warning", f"DeepSeek answered with the status {answer.status_code}.", mend)
    models = _models(answer)
    if models and settings.deepseek_model not in models:
        mend = f"Set DEEPSEEK_MODEL to one of {', '.join(sorted(models))}."
        return Finding(TOPIC, "problem", f"DeepSeek knows no model {settings.deepseek_model}.", mend)
    return Finding(TOPIC, "ok", f"The key is accepted; {settings.deepseek_model} reads where llm=true asks for it.")


def _models(answer: httpx.Response) -> set[str]:
    """Empty where the list cannot be read."""
    try:
        return {str(model["id"]) for model in answer.json()["data"]}
    except (ValueError, KeyError, TypeError):
        return set()
